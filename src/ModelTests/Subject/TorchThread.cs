using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The one long-lived thread on which all checks run: grad mode, dispose scopes and libtorch's thread count are thread-local,
/// and a thread per check would cost 1–2 ms each and leave native thread pools behind.
/// </summary>
internal static class TorchThread
{
    /// <summary>How long after its budget a body may still end by itself before its thread is given up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Lock Gate = new();
    private static Worker? Current;

    [ThreadStatic]
    private static bool IsWorker;

    /// <summary>Whether the caller is what a check called.</summary>
    public static bool IsCurrent => IsWorker;

    /// <summary>Runs the body and waits for it. A body that outlives its budget keeps its thread, and later bodies get a new one.</summary>
    /// <exception cref="FixtureException">The body did not end.</exception>
    public static T Run<T>(Func<T> body, RunBudget budget)
    {
        Worker current;
        lock (Gate)
            current = Current ??= new Worker();

        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        current.Post(() =>
        {
            try
            {
                result.SetResult(Guarded(body));
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        });
        if (!Ended(result.Task, budget.Limit + Grace) && !System.Diagnostics.Debugger.IsAttached)
        {
            lock (Gate)
                Current = Current == current ? null : Current;
            budget.WasAbandoned = true;
            throw RunBudget.Exceeded(budget);
        }
        return result.Task.GetAwaiter().GetResult();
    }

    private static bool Ended(Task task, TimeSpan limit)
    {
        try
        {
            return task.Wait(limit, CancellationToken.None);
        }
        catch (AggregateException)
        {
            return true; // The awaiter rethrows the body's own exception.
        }
    }

    /// <summary>Whatever the body does to the thread's state, the next one starts with autograd on, no scope open and the same number of threads.</summary>
    private static T Guarded<T>(Func<T> body)
    {
        // Threads that use libtorch for the first time take over the number that was set last, so it is put back.
        var threadsBefore = get_num_threads();
        set_num_threads(ThreadSetting.Value);
        try
        {
            using var scope = NewDisposeScope();
            using (enable_grad())
                return body();
        }
        finally
        {
            set_num_threads(threadsBefore);
        }
    }

    private sealed class Worker
    {
        private readonly BlockingCollection<Action> queue = [];
        public Worker() => new Thread(Loop) { IsBackground = true, Name = "ModelTests" }.Start();

        public void Post(Action action) => queue.Add(action);

        private void Loop()
        {
            IsWorker = true;
            foreach (var action in queue.GetConsumingEnumerable())
                action();
        }
    }
}
