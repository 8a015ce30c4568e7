namespace ModelTests.Benchmarks;

/// <summary>The standard checks of the three reference models as tests of one process, and the training steps that they take, without them, in another.</summary>
/// <param name="profiles">How many steps those are.</param>
internal sealed class BatteryProcess(BatteryProfiles profiles)
{
    private readonly TestProcess tests = new(version: 3, "Battery");

    /// <summary>The time of the checks, in seconds.</summary>
    public double Checks() => tests.RunClass("ModelTests.Benchmarks.Battery.*", new Dictionary<string, string>());

    /// <summary>The time of the bare steps, in seconds.</summary>
    public double Steps() => tests.RunClass("ModelTests.Benchmarks.BareSteps.*", new Dictionary<string, string> { [BareStepCounts.Variable] = Counts });

    private string Counts => BareStepCounts.Write(profiles.All.ToDictionary(profile => profile.Model.Name, profile => profile.StepsBySize));
}
