using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData(NodeState.Pending, "Launch>Starting Rest>Stopped")]
    [InlineData(NodeState.Starting, "BecomeReady>Ready FallSilent>Hung AskToStop>Stopping Await>Pending BackOff>Backoff Rest>Stopped Complete>Completed Fail>Failed")]
    [InlineData(NodeState.Ready, "Regroup>Starting FallSilent>Hung AskToStop>Stopping Await>Pending BackOff>Backoff Rest>Stopped Complete>Completed Fail>Failed")]
    [InlineData(NodeState.Hung, "BecomeReady>Ready Answer>Starting AskToStop>Stopping Await>Pending BackOff>Backoff Rest>Stopped Complete>Completed Fail>Failed")]
    [InlineData(NodeState.Stopping, "Await>Pending BackOff>Backoff Rest>Stopped Complete>Completed Fail>Failed")]
    [InlineData(NodeState.Backoff, "Await>Pending Rest>Stopped")]
    [InlineData(NodeState.Stopped, "Await>Pending")]
    [InlineData(NodeState.Completed, "Await>Pending")]
    [InlineData(NodeState.Failed, "Await>Pending")]
    public void Next_EveryStep_IsInTheTableOrABug(NodeState state, string expected)
    {
        var steps = new List<string>();
        foreach (var step in Enum.GetValues<LifecycleStep>())
        {
            try
            {
                steps.Add($"{step}>{Lifecycle.Next(state, step)}");
            }
            catch (InvalidOperationException e)
            {
                Assert.Contains($"state={state} step={step}", e.Message);
            }
        }
        Assert.Equal(expected, string.Join(' ', steps));
    }
}
