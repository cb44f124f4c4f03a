namespace Concordat.Web.Tests;

/// <summary>A test in Debian's Chromium; skipped with the reason where it is missing, unless CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public const string Path = "/usr/bin/chromium";

    public ChromiumFactAttribute()
    {
        if (!File.Exists(Path) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"{Path} is not installed";
    }
}
