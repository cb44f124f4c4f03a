using System.Collections.Immutable;
using Concordat.Charters;

namespace Concordat.Reporting.Html;

/// <summary>The small parts that every section uses.</summary>
internal static class Pieces
{
    /// <summary>Shape and word of a verdict; never colour alone.</summary>
    public static Markup Status(VerdictStatus status) => status switch
    {
        VerdictStatus.Met => new Markup().Add(
            $"""<span class="status met"><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="6"/></svg>Met</span>"""),
        VerdictStatus.Breached => new Markup().Add(
            $"""<span class="status breached"><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M8 1l7 7-7 7-7-7z"/></svg>Breached</span>"""),
        _ => new Markup().Add(
            $"""<span class="status undetermined"><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="5.5"/></svg>Undetermined</span>"""),
    };

    /// <summary>A table in its own scrolling region, so that a narrow page never scrolls sideways.</summary>
    public static void Table(Markup page, string caption, ReadOnlySpan<string> columns, Markup rows)
    {
        page.Add($"""<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption><span>{caption}</span></caption><thead><tr>""");
        foreach (string column in columns)
            page.Add($"""<th scope="col">{column}</th>""");
        page.Add($"</tr></thead><tbody>{rows}</tbody></table></div>");
    }

    public static void List(Markup page, IEnumerable<string> items)
    {
        page.Add($"<ul>");
        foreach (string item in items)
            page.Add($"<li>{item}</li>");
        page.Add($"</ul>");
    }

    /// <summary>What a reader must know to judge a result; nothing where there is nothing.</summary>
    public static void Diagnostics(Markup page, ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.IsEmpty)
            return;
        page.Add($"""<ul class="diagnostics">""");
        foreach (Diagnostic diagnostic in diagnostics)
            page.Add($"""<li><strong>{(diagnostic.Severity == DiagnosticSeverity.Warning ? "Warning" : "Note")}:</strong> {diagnostic.Message} <code>{diagnostic.Code}</code></li>""");
        page.Add($"</ul>");
    }

    /// <summary>A term and its description inside a <c>dl</c>; nothing where there is nothing to say.</summary>
    public static void Term(Markup page, string term, string? description)
    {
        if (!string.IsNullOrEmpty(description))
            page.Add($"<div><dt>{term}</dt><dd>{description}</dd></div>");
    }
}
