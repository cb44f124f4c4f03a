using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Reporting.Html;

/// <summary>What every page has around its body: the policy, the style, the data of its charts and the scripts that draw them.</summary>
internal static class PageFrame
{
    private static readonly ImmutableArray<string> s_scripts =
        [.. new[] { "vega-6.4.0.min.js", "vega-lite-6.4.3.min.js", "vega-embed-7.3.0.min.js", "report.js" }.Select(Script)];

    private static readonly string s_style = Resource("report.css");

    /// <summary>A whole page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Header, main part and footer.</param>
    /// <param name="charts">The charts that the body has places for.</param>
    public static string Around(string title, Markup body, ChartSet charts)
    {
        var page = new Markup();
        page.Add($"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{Policy()}">""");
        page.Add($"""<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{title}</title><style>""");
        page.AddTrusted(s_style).Add($"""</style></head><body><a class="skip" href="#main">To the findings</a>{body}""");
        page.Add($"""<script type="application/json" id="charts">""").AddTrusted(charts.ToJson()).Add($"</script>");
        page.AddTrusted($"<!--\n{Resource("NOTICES.txt")}-->");
        foreach (string script in s_scripts)
            page.Add($"<script>").AddTrusted(script).Add($"</script>");
        return page.Add($"</body></html>\n").ToString();
    }

    /// <summary>What a reader without scripts is told; scripts take it away.</summary>
    public static void AddNotice(Markup page) =>
        page.Add($"""<p class="notice" id="no-scripts">The charts need scripts; every table beside them says the same.</p>""");

    private static string Policy() =>
        $"default-src 'none'; script-src {string.Join(' ', s_scripts.Select(Hash))}; style-src {Hash(s_style)}; base-uri 'none'; form-action 'none'";

    private static string Hash(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";

    private static string Script(string name)
    {
        string script = Resource(name);
        int map = script.LastIndexOf("//# sourceMappingURL", StringComparison.Ordinal);
        return (map < 0 ? script : script[..map]).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);
    }

    // Parsers turn CR LF into LF before hashing, so resources are held with LF whatever the checkout made of them.
    private static string Resource(string name)
    {
        using Stream stream = typeof(PageFrame).GetTypeInfo().Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly lacks its resource '{name}'");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
