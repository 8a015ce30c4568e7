#!/usr/bin/env dotnet
#:include steps/*.cs
// The main job, end to end: packs ModelTests, creates a model repository from the template, checks its model, plants a fault in the model and shows the failure that names it.
return Steps.Run(() =>
{
    Say("The machine: TorchSharp's native library must be able to load");
    NativeRuntime.Repair();
    Say("The packages that the created repository will use, into the user's package folder as for any project");
    Shell.Must("dotnet", ["restore", "tests/ModelTests.Tests"]);

    var trial = new Trial(Repository.Artifacts, Repository.Feed);
    Say($"ModelTests, ModelTests.Xunit, ModelTests.Xunit.v3, ModelTests.Tool and ModelTests.Templates, packed into {Repository.Feed}");
    trial.Build();
    trial.Pack();
    Say("The template, installed from its package into a hive of its own");
    trial.InstallTemplate();
    Say("A model repository, created from the template");
    var repository = trial.Create("DigitNet");

    Say("Its tests: every check must hold");
    var healthy = trial.Test(repository);
    Show(healthy);
    if (!healthy.Passed || healthy.Checks.Count == 0 || healthy.Checks.Any(check => check.Outcome != "holds"))
        throw Unexpected(healthy, "the checks of the freshly created repository do not all hold");

    Say($"A fault, planted: forward() computes {PlantedFault.Broken} in place of {PlantedFault.Healthy}, so {PlantedFault.Layer} is registered and not used");
    PlantedFault.Plant(repository);
    Say($"The same tests: {PlantedFault.Check} must fail and name {PlantedFault.Layer}");
    var broken = trial.Test(repository);
    Show(broken);
    if (!PlantedFault.IsNamedBy(broken))
        throw Unexpected(broken, $"the fault was planted, and no failure of {PlantedFault.Check} names {PlantedFault.Layer}");
    PlantedFault.Remove(repository);

    Say("All was as it should be, and the fault is taken out again. Look next at");
    Console.WriteLine($"""
          {repository}        the created repository; 'dotnet test' works there
          {Path.Combine(Repository.Root, "README.md")}        what ModelTests checks
          {Path.Combine(Repository.Root, "docs", "template.md")}        the template, and how to go on from it
        """);
    return 0;
});

static void Say(string step) => Console.WriteLine($"\n{step}");

static void Show(TestRun run)
{
    var width = run.Checks.Select(check => check.Name.Length).DefaultIfEmpty(0).Max();
    foreach (var check in run.Checks)
    {
        if (check.Outcome == "fails")
            Console.WriteLine($"  {check.Name.PadRight(width)}  fails\n\n{Indented(check.Text)}\n");
        else
            Console.WriteLine($"  {check.Name.PadRight(width)}  {check.Outcome}  {check.Text}");
    }
}

static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => $"    {line.TrimEnd()}"));

static StepFailed Unexpected(TestRun run, string what)
{
    foreach (var line in run.Output)
        Console.WriteLine(line);
    return new StepFailed($"{what}; the output of 'dotnet test' is above");
}
