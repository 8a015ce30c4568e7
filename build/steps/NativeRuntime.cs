using System.Text;

/// <summary>
/// TorchSharp's native library is built with GCC 13 and needs its C++ runtime (GLIBCXX_3.4.32 in libstdc++.so.6).
/// Debian 12 ships an older one: this step says so, adds Debian's next suite at a low priority and takes the library from there.
/// </summary>
internal static class NativeRuntime
{
    private const string NeededVersion = "GLIBCXX_3.4.32";

    public static void Repair()
    {
        if (!OperatingSystem.IsLinux() || IsRecentEnough())
            return;

        var release = File.ReadAllLines("/etc/os-release")
            .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));
        var name = release.GetValueOrDefault("PRETTY_NAME", "this Linux");
        Console.WriteLine($"{name}: libstdc++.so.6 has no {NeededVersion}, which TorchSharp needs.");
        if (release.GetValueOrDefault("ID") != "debian" || release.GetValueOrDefault("VERSION_ID") != "12")
        {
            throw new StepFailed(
                "install a libstdc++6 of GCC 13 or newer (package libstdc++6 on Debian and Ubuntu, libstdc++ on Fedora; " +
                "Ubuntu 24.04, Debian 13 and Fedora 39 have it), then run this again");
        }
        InstallFromNextDebian();
        if (!IsRecentEnough())
            throw new StepFailed($"libstdc++6 was installed, but {NeededVersion} is still missing");
    }

    private static void InstallFromNextDebian()
    {
        Console.WriteLine("Installing libstdc++6 from Debian 13 (suite trixie, pinned low, so that only what libstdc++6 needs comes from there):");
        AsRoot("apt-get", "update", "-q");
        var (mirror, signedBy) = MainMirror();
        Write("/etc/apt/sources.list.d/modeltests-trixie.list",
            $"deb [signed-by={signedBy}] {mirror} trixie main\n");
        Write("/etc/apt/preferences.d/modeltests-trixie",
            "Package: *\nPin: release n=trixie\nPin-Priority: 100\n");
        AsRoot("apt-get", "update", "-q");
        AsRoot("apt-get", "install", "-y", "-q", "--no-install-recommends", "-t", "trixie", "libstdc++6");
    }

    /// <summary>The mirror that this machine already uses for Debian's main archive.</summary>
    private static (string Mirror, string SignedBy) MainMirror()
    {
        const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
        var lines = new List<string>();
        Shell.Run("apt-get", ["indextargets", "--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)", "Created-By: Packages"], show: lines.Add);
        var mirror = lines.Select(line => line.Split(' '))
            .FirstOrDefault(fields => fields is [_, "bookworm", "main"])?[0]
            ?? throw new StepFailed("apt knows no mirror for bookworm main; add one to /etc/apt/sources.list and run this again");
        return File.Exists(Keyring)
            ? (mirror, Keyring)
            : throw new StepFailed($"{Keyring} is missing; install the package debian-archive-keyring and run this again");
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static void AsRoot(string program, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        if (IsRoot)
            Shell.Must(program, arguments, environment: environment);
        else
            Shell.Must("sudo", [program, .. arguments], environment: environment);
    }

    private static void Write(string path, string text)
    {
        Console.WriteLine($"  > write {path}");
        if (IsRoot)
        {
            File.WriteAllText(path, text);
            return;
        }
        var draft = Path.GetTempFileName();
        File.WriteAllText(draft, text);
        AsRoot("install", "-m", "644", draft, path);
        File.Delete(draft);
    }

    /// <summary>Read from the file: the version names are in its string table, and a loaded library could not be replaced.</summary>
    private static bool IsRecentEnough()
    {
        var library = "";
        Shell.Run("/sbin/ldconfig", ["-p"], show: line =>
        {
            if (library.Length == 0 && line.TrimStart().StartsWith("libstdc++.so.6 ", StringComparison.Ordinal))
                library = line.Split(" => ")[^1].Trim();
        });
        return library.Length > 0 && File.ReadAllBytes(library).AsSpan().IndexOf(Encoding.ASCII.GetBytes(NeededVersion)) >= 0;
    }
}
