using ModelTests.Zoo;

try
{
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
