using ModelTests.Zoo;

try
{
    if (args is [Options.ByHand, .. var rest])
    {
        var byHand = Options.Parse(rest);
        var comparison = ComparisonTables.Of(new ByHandRun(byHand, Console.WriteLine).Run(), ZooPage.Read());
        Console.WriteLine($"\n{comparison}");
        if (byHand.Write)
            Console.WriteLine($"written: {GeneratedPart.Write("comparison.md", "zoo.cs", comparison)}");
        return 0;
    }
    var options = Options.Parse(args);
    var result = new ZooRun(options, Console.WriteLine).Run();
    Console.WriteLine();
    Console.WriteLine(Summary.Of(result));
    if (options.Write)
        ResultFiles.Write(result);
    return 0;
}
catch (ArgumentException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
