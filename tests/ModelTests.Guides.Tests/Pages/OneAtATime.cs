// libtorch has one random generator for the whole process, so tests that build models must not run side by side.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
