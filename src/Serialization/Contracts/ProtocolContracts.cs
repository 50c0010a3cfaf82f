using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Serialization.Contracts;

/// <summary>Describes what a program speaks: the protocols of its assemblies, in the parts in which nodes compare them (docs/messages.md).</summary>
public static class ProtocolContracts
{
    private const int HashBytes = 16;

    /// <summary>The contract of some assemblies, in an order that depends on their content only.</summary>
    /// <param name="assemblies">Where to look for messages.</param>
    /// <param name="format">By what messages are written that choose no other format, with the options both sides must agree on.</param>
    /// <param name="formatOf">The format of each message; null: all are written by the former.</param>
    public static ContractPart[] Of(IEnumerable<Assembly> assemblies, string format, Func<Type, MessageFormat>? formatOf = null)
    {
        // Collections of references only: those of pairs are code that every program has to compile while it starts.
        var parts = new List<ContractPart>();
        foreach (var assembly in assemblies.Distinct())
        {
            var messages = new Dictionary<Type, List<Type>>();
            foreach (var type in LoadedTypes.Of(assembly).Where(ProtocolMessages.IsMessage))
            {
                // The protocols between host and node have a version instead.
                foreach (var protocol in ProtocolMessages.ProtocolsOf(type).Where(protocol => protocol != typeof(INodeControl) && protocol != typeof(IHostControl)))
                {
                    if (!messages.TryGetValue(protocol, out var ofProtocol))
                        messages.Add(protocol, ofProtocol = []);
                    ofProtocol.Add(type);
                }
            }
            foreach (var protocol in messages.Keys)
                parts.Add(Describe(protocol, assembly.GetName().Name!, messages[protocol], format, formatOf));
        }
        return Shorten([.. parts.OrderBy(part => part.Protocol, StringComparer.Ordinal).ThenBy(part => part.Assembly, StringComparer.Ordinal)], ContractPart.MaximumTextLength);
    }

    /// <summary>One hash over all parts.</summary>
    /// <param name="parts">The parts, in the order of <see cref="Of"/>.</param>
    public static string Hash(IReadOnlyList<ContractPart> parts) => HashOf(string.Concat(parts.Select(part => $"{part.Protocol}\n{part.Assembly}\n{part.Hash}\n")));

    private static ContractPart Describe(Type protocol, string assembly, List<Type> messages, string format, Func<Type, MessageFormat>? formatOf)
    {
        MessageFormat FormatOf(Type message) => formatOf?.Invoke(message) ?? MessageFormat.Auto;
        var others = messages.Where(message => FormatOf(message) is not (MessageFormat.Auto or MessageFormat.Hyperion)).OrderBy(ContractName.Of, StringComparer.Ordinal)
            .Select(message => $"{ContractName.Of(message)} by {FormatOf(message).ToString().ToLowerInvariant()}");
        var text = new ContractText(protocol).Write(messages, string.Join(", ", others.Prepend(format)));
        return new ContractPart(ContractName.OfProtocol(protocol), assembly, HashOf(text), text);
    }

    /// <summary>Cuts descriptions, at the end of a line, so that all together are not longer than allowed.</summary>
    internal static ContractPart[] Shorten(ContractPart[] parts, int room)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            var text = parts[i].Text;
            if (text.Length > room)
            {
                var end = room <= ContractPart.CutMark.Length ? 0 : text.LastIndexOf('\n', room - ContractPart.CutMark.Length - 1) + 1;
                parts[i] = parts[i] with { Text = text[..end] + ContractPart.CutMark };
                text = text[..end];
            }
            room -= text.Length;
        }
        return parts;
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));
}
