using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelTests;

/// <summary>
/// Trains a fixture in a process of its own. The test assembly is started as a program, and the runtime calls <see cref="StartupHook"/> before the
/// program's own entry point, which is never reached. What the training went through comes back in a file.
/// </summary>
internal sealed class TrainingProcess : IDisposable
{
    /// <summary>The environment variables that ask the new process to train, and the runtime to call the hook.</summary>
    private const string Request = "MODELTESTS_TRAINING";
    private const string Hooks = "DOTNET_STARTUP_HOOKS";

    private const int PollMilliseconds = 50;

    private static readonly JsonSerializerOptions WithNonFinite = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly string file = Path.Combine(Path.GetTempPath(), $"modeltests-{Path.GetRandomFileName()}");
    private readonly IReadOnlyList<int> seeds;
    private readonly Process process;
    private readonly Task<string> errors;

    public TrainingProcess(Type fixture, IReadOnlyList<int> seeds, TimeSpan limit)
    {
        this.seeds = seeds;
        var start = new ProcessStartInfo(Host, ["exec", fixture.Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Request] = JsonSerializer.Serialize(new Order(fixture.AssemblyQualifiedName!, seeds, limit, file));
        start.Environment[Hooks] = typeof(TrainingProcess).Assembly.Location;
        // A profiler that measures coverage here would wait for the other process or overwrite its results.
        start.Environment["CORECLR_ENABLE_PROFILING"] = "0";
        process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The host that runs this process's own runtime.</summary>
    private static string Host => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Why this fixture cannot be trained in another process; null when it can.</summary>
    public static string? Obstacle(Type fixture)
    {
        var program = fixture.Assembly.Location;
        // Without the hook the entry point would run, and with it perhaps all tests, this one among them.
        return Environment.GetEnvironmentVariable(Request) is not null || (AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out var hooks) && !hooks)
                ? "the runtime's startup hooks are switched off: take StartupHookSupport out of the test project"
            : fixture.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes) is null
                ? $"the constructor of {fixture.Name} takes arguments, which another process does not have: give it one without"
            : fixture.Assembly.EntryPoint is null || !File.Exists(Path.ChangeExtension(program, ".runtimeconfig.json"))
                ? $"{fixture.Assembly.GetName().Name} cannot be started as a program, as test projects can: declare the fixture in the test project"
            : !File.Exists(Host) ? $"there is no dotnet at {Host}: this process brings its own runtime"
            : null;
    }

    /// <summary>Waits for the training; one answer for each seed.</summary>
    public IReadOnlyList<ProcessAnswer> Wait(RunBudget budget)
    {
        while (!process.WaitForExit(PollMilliseconds))
            budget.Step("while processes of their own were training");
        return process.ExitCode == 0 && File.Exists(file) ? JsonSerializer.Deserialize<ProcessAnswer[]>(File.ReadAllText(file), WithNonFinite)!
            : [.. seeds.Select(_ => new ProcessAnswer(null, $"it ended with code {process.ExitCode}: {Recipe.FirstLine(errors.Result)}"))];
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
        File.Delete(file);
    }

    /// <summary>Trains and ends the process if it was started for that; does nothing elsewhere.</summary>
    public static void TrainIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Request) is not { Length: > 0 } request)
            return;
        // Not for the processes that a recipe may start.
        Environment.SetEnvironmentVariable(Request, null);
        Environment.SetEnvironmentVariable(Hooks, null);
        var order = JsonSerializer.Deserialize<Order>(request)!;
        File.WriteAllText(order.File, JsonSerializer.Serialize(order.Seeds.Select(seed => Train(order, seed)), WithNonFinite));
        Environment.Exit(0);
    }

    private static ProcessAnswer Train(Order order, int seed)
    {
        try
        {
            var recipes = (IRecipes)Activator.CreateInstance(Type.GetType(order.Fixture, throwOnError: true)!, nonPublic: true)!;
            NativeLibraries.Require();
            var budget = new RunBudget(order.Limit);
            return new ProcessAnswer(TorchThread.Run(() => RepeatedTraining.Once(() => new Subject(recipes, seed), budget), budget), null);
        }
        catch (Exception exception)
        {
            return new ProcessAnswer(null, Recipe.FirstLine(NativeLibraries.Unwrap(exception).Message));
        }
    }

    private sealed record Order(string Fixture, IReadOnlyList<int> Seeds, TimeSpan Limit, string File);
}

/// <summary>What another process says.</summary>
/// <param name="Trail">What the training went through; null when it failed.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record ProcessAnswer(TrainingTrail? Trail, string? Problem);
