using System.Diagnostics;
using ActorIpc.Benchmarking;
using Spectre.Console;

namespace ActorIpc.Host.Rendering;

/// <summary>What <c>bench</c> shows while it measures: one line of progress on a terminal; elsewhere a line now and then, so that a long run is seen to go on.</summary>
internal static class BenchmarkScreen
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromMinutes(1);

    /// <summary>Shows the progress of some work.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="work">The work, which tells how far it is.</param>
    public static Task<T> ShowAsync<T>(IAnsiConsole console, Func<Action<BenchmarkProgress>?, Task<T>> work) =>
        console.Profile.Capabilities is { Interactive: true, Ansi: true }
            // Drawn at each step and not by a timer: what draws takes processor time from what is measured.
            ? console.Progress().AutoRefresh(false).AutoClear(true).Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
                .StartAsync(context => ShowAsync(context, work))
            : ShowPlainAsync(console, work);

    private static Task<T> ShowPlainAsync<T>(IAnsiConsole console, Func<Action<BenchmarkProgress>?, Task<T>> work)
    {
        var last = Stopwatch.GetTimestamp();
        return work(progress =>
        {
            if (Stopwatch.GetElapsedTime(last) < PlainInterval)
                return;
            last = Stopwatch.GetTimestamp();
            console.WriteLine(progress.Step);
        });
    }

    private static Task<T> ShowAsync<T>(ProgressContext context, Func<Action<BenchmarkProgress>?, Task<T>> work)
    {
        var bar = context.AddTask("starting");
        return work(progress =>
        {
            bar.MaxValue = progress.Total;
            bar.Value = progress.Done;
            bar.Description = Markup.Escape(progress.Step);
            context.Refresh();
        });
    }
}
