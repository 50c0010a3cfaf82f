namespace TwoPrograms;

/// <summary>What goes from one program to the other. No references inside, so it travels as it lies in memory.</summary>
/// <param name="Number">Counts from 1 in each life of the sender.</param>
/// <param name="Price">A price.</param>
public readonly record struct Tick(long Number, double Price);
