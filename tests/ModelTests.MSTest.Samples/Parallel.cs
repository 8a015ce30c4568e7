// As far as MSTest goes: the checks wait for each other all the same.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]
