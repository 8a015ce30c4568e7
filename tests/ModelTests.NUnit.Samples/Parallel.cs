using NUnit.Framework;

// As far as NUnit goes: the checks wait for each other all the same.
[assembly: Parallelizable(ParallelScope.All)]
