using System.Text;

namespace ModelTests.Tool;

/// <summary>Goes through received baselines with a person: shows, asks, renames.</summary>
internal sealed class Acceptance(Terminal terminal, string root, bool yes, string? diff)
{
    private int accepted;
    private int left;
    private int unasked;
    private bool quit;

    public int Of(IReadOnlyList<ReceivedBaseline> baselines)
    {
        var foreign = 0;
        foreach (var baseline in baselines)
        {
            try
            {
                if (BaselineFile.TextAt(baseline.File.Received) is not { } text)
                    continue;
                if (BaselineText.IsForeign(text))
                    foreign++;
                else if (quit)
                    left++;
                else
                    Settle(baseline, text);
            }
            catch (Exception problem) when (problem is FixtureException or FormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                left++;
                terminal.Error.WriteLine($"{Name(baseline)}: {problem.Message}; {(problem as FixtureException)?.Change ?? "run the test again"}");
            }
        }
        if (foreign > 0)
            terminal.Output.WriteLine($"{foreign} *{BaselineFile.ReceivedEnding} of other programs left alone");
        terminal.Output.WriteLine($"{accepted} accepted, {left + unasked} left");
        if (unasked > 0)
            terminal.Error.WriteLine("nobody is here to answer: add --yes to accept what is shown above");
        return unasked > 0 ? ExitCode.Misused : left > 0 ? ExitCode.Left : ExitCode.Done;
    }

    private void Settle(ReceivedBaseline baseline, string text)
    {
        var received = Read(text);
        var verified = baseline.File.Read();
        terminal.Output.WriteLine(verified is null ? $"{Name(baseline)} (new)" : Name(baseline));
        foreach (var line in BaselineTable.Lines(verified, received))
            terminal.Output.WriteLine($"  {line}");
        if (received.FirstNotFinite is { } entry)
            throw new FormatException($"{entry.Name} is {entry.Value}, and a baseline with it would never hold again");
        if (verified?.ToString() != received.ToString() && !Agreed(baseline))
            return;
        baseline.File.Accept(text);
        accepted++;
        terminal.Output.WriteLine($"  accepted: {Path.GetRelativePath(root, baseline.File.Verified)}");
    }

    private bool Agreed(ReceivedBaseline baseline)
    {
        if (yes)
            return true;
        if (!terminal.HasPerson)
        {
            unasked++;
            return false;
        }
        if (!string.IsNullOrWhiteSpace(diff))
            DiffProgram.Open(terminal, diff, baseline.File);
        while (true)
        {
            terminal.Output.Write("  accept? y(es), n(o), q(uit): ");
            switch (terminal.Input.ReadLine()?.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return true;
                case "n" or "no":
                    left++;
                    return false;
                case null or "q" or "quit":
                    left++;
                    quit = true;
                    return false;
            }
        }
    }

    private static Baseline Read(string text)
    {
        try
        {
            return BaselineText.Read(text);
        }
        catch (FormatException problem)
        {
            throw new FixtureException($"the received file cannot be used: {problem.Message}", "delete it and run the test again");
        }
    }

    private string Name(ReceivedBaseline baseline) => Path.Combine(Path.GetRelativePath(root, baseline.Folder), baseline.Stem).Replace($".{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal);
}
