using System.Reflection;

namespace ModelTests;

/// <summary>The other baselines beside a class's own: files whose class is gone, and classes that would write the same file.</summary>
internal static class BaselineNeighbours
{
    /// <summary>"Class.Check": a nested class is Outer+Inner by reflection and Outer.Inner in the source.</summary>
    public static string Stem(Type fixture, string check) =>
        $"{(fixture.FullName ?? fixture.Name)[(fixture.Namespace is { } space ? space.Length + 1 : 0)..].Replace('+', '.').Split('[')[0]}.{check}";

    /// <exception cref="FixtureException">Another class of the assembly has the same file.</exception>
    public static void RequireOwnFile(Type fixture, BaselineCheckAttribute check)
    {
        // Case does not tell files apart on Windows and macOS, so it must not on Linux, where the file is recorded.
        var other = Owners(fixture.Assembly).Where(owner => owner.Fixture != fixture && owner.Check.Name == check.Name
                && FolderOf(owner.Check) == FolderOf(check)
                && Stem(owner.Fixture, check.Name).Equals(Stem(fixture, check.Name), StringComparison.OrdinalIgnoreCase))
            .Select(owner => owner.Fixture).FirstOrDefault();
        if (other is not null)
        {
            throw new FixtureException($"{fixture.FullName} and {other.FullName} would have the same baseline {Stem(fixture, check.Name)}{BaselineFile.VerifiedEnding}",
                "rename one of the classes, or move one to a folder of its own");
        }
    }

    /// <summary>The baselines beside that file which no class of the assembly compares with any more, each with what became of its class.</summary>
    public static IReadOnlyList<Orphan> Orphans(Type fixture, BaselineFile own)
    {
        var owners = Owners(fixture.Assembly);
        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(own.Verified)!, $"*{BaselineFile.VerifiedEnding}").Order(StringComparer.Ordinal)
            .Where(file => file != own.Verified).Select(ReadIfPossible).OfType<(string Name, Baseline Baseline)>()
            .Where(file => !owners.Any(owner => owner.Check.Name == file.Baseline.Check && IsOf(owner.Fixture, file)))
            .Select(file => new Orphan(file.Name, file.Baseline.Check, WhatBecameOf(fixture.Assembly, file.Baseline)))];

        // A class that moved to another namespace still compares with its file.
        static bool IsOf(Type type, (string Name, Baseline Baseline) file) =>
            type.FullName == file.Baseline.Class || Stem(type, file.Baseline.Check) + BaselineFile.VerifiedEnding == file.Name;
    }

    private static string WhatBecameOf(Assembly assembly, Baseline baseline) => assembly.GetType(baseline.Class) is null
        ? $"{baseline.Class}, which is no longer there"
        : $"{baseline.Class}, which no longer has [{baseline.Check}]";

    /// <summary>One that cannot be read is named when its own class is tested.</summary>
    private static (string Name, Baseline Baseline)? ReadIfPossible(string file)
    {
        try
        {
            return BaselineFile.TextAt(file) is { } text ? (Path.GetFileName(file), BaselineText.Read(text)) : null;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or System.Text.DecoderFallbackException)
        {
            return null;
        }
    }

    private static List<(Type Fixture, BaselineCheckAttribute Check)> Owners(Assembly assembly) =>
        [.. Types(assembly).Where(type => !type.IsAbstract && typeof(IRecipes).IsAssignableFrom(type))
            .SelectMany(type => type.GetCustomAttributes<BaselineCheckAttribute>(inherit: true).Select(check => (type, check)))];

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    /// <summary>Both paths are from one build, so they are compared as they are.</summary>
    private static string FolderOf(CheckAttribute check) => check.SourceFile[..(check.SourceFile.LastIndexOfAny(['/', '\\']) + 1)];
}

/// <summary>A verified file that nothing compares with any more.</summary>
/// <param name="File">Its name.</param>
/// <param name="Check">The check that recorded it.</param>
/// <param name="Owner">Whose it was, and what became of that class.</param>
internal sealed record Orphan(string File, string Check, string Owner)
{
    public override string ToString() => $"{File} belongs to {Owner}";
}
