namespace ModelTests.Templates.Tests;

/// <summary>One repository with the models and the test classes of many tasks.</summary>
internal static class ManyTasks
{
    /// <summary>Writes it from the repositories of single tasks, which differ in their sources only.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="repositories">Those of single tasks; the first gives what they share.</param>
    public static void Write(string folder, IReadOnlyList<string> repositories)
    {
        foreach (var file in CreatedRepository.FilesOf(repositories[0]))
            Copy(repositories[0], file, folder);
        foreach (var repository in repositories.Skip(1))
        {
            foreach (var source in CreatedRepository.FilesOf(repository).Where(file => Path.GetExtension(file) is ".cs" or ".fs"))
            {
                Copy(repository, source, folder);
                if (Path.GetExtension(source) == ".fs")
                    FSharpProject.Compile(Path.Combine(folder, source));
            }
        }
    }

    private static void Copy(string from, string file, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
        File.Copy(Path.Combine(from, file), Path.Combine(to, file));
    }
}
