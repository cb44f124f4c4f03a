using System.Globalization;

namespace Concordat.Web.Frame;

/// <summary>What was posted while it is read: every field is asked for by name and range, and all its faults are kept, so that they are shown together.</summary>
public sealed class Form
{
    private readonly IFormCollection? _fields;
    private readonly OrderedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    private Form(IFormCollection? fields) => _fields = fields;

    /// <summary>A form that nobody has filled in yet.</summary>
    public static Form Empty { get; } = new(null);

    public bool HasFaults => _faults.Count > 0;

    /// <summary>Field → what is wrong with it, in the order in which the fields were read.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <summary>What a program sent, read like a page's form, so that both meet the same rules; a field without a value was not sent.</summary>
    public static Form Of(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var given = new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(StringComparer.Ordinal);
        foreach ((string name, string? value) in fields)
        {
            if (value is not null)
                given[name] = value;
        }

        return new Form(new FormCollection(given));
    }

    public static async ValueTask<Form?> BindAsync(HttpContext context) =>
        new(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);

    /// <summary>What was typed, to be shown again.</summary>
    public string Typed(string name) => _fields?[name].ToString().Replace("\0", "", StringComparison.Ordinal) ?? "";

    /// <summary>Whether the field was sent at all: a page may hold several forms, and one of them says nothing of the fields of another.</summary>
    public bool Holds(string name) => _fields?.ContainsKey(name) == true;

    /// <summary>Says what is wrong with a field, unless something was said already.</summary>
    public void Fault(string name, string message) => _faults.TryAdd(name, message);

    /// <summary>A text without control characters but line ends and tabs, trimmed.</summary>
    public static string Plain(string text) => string.Concat(text.ReplaceLineEndings("\n").Where(letter => letter is '\n' or '\t' || !char.IsControl(letter))).Trim();

    /// <summary>A field's plain text, with a fault where it is too short or too long.</summary>
    public string Text(string name, string label, int most, int fewest = 1)
    {
        string text = Plain(Typed(name));
        if (text.Length < fewest)
            Fault(name, fewest == 1 ? $"{label} is missing." : $"{label} needs at least {fewest} characters.");
        else if (text.Length > most)
            Fault(name, $"{label} has {text.Length} characters; at most {most} fit.");
        return text;
    }

    /// <summary>A secret, exactly as typed.</summary>
    public string Secret(string name) => Typed(name);

    public bool IsChecked(string name) => Typed(name) == "yes";

    /// <summary>A file's bytes; empty, with a fault, where there is none or it is too large.</summary>
    public async Task<byte[]> Upload(string name, string label, long most, CancellationToken cancellationToken)
    {
        if (_fields?.Files.GetFile(name) is not { Length: > 0 } file)
        {
            Fault(name, $"{label} is missing.");
            return [];
        }

        if (file.Length > most)
        {
            Fault(name, $"{label} has {file.Length} bytes; at most {most} are taken.");
            return [];
        }

        var bytes = new byte[file.Length];
        await using Stream stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Every value of a field that may occur several times.</summary>
    public ImmutableArray<string> Each(string name) => _fields is null ? [] : [.. _fields[name].OfType<string>()];

    /// <summary>Every field whose name starts so, by the rest of its name.</summary>
    public ImmutableArray<(string Ending, string Typed)> Starting(string prefix) =>
        _fields is null ? [] : [.. _fields.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(field => (field.Key[prefix.Length..], field.Value.ToString()))];

    public long Whole(string name, string label, long from, long to)
    {
        if (long.TryParse(Typed(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= from && value <= to)
            return value;
        Fault(name, $"{label} is a whole number from {from} to {to}.");
        return from;
    }

    /// <summary>One word of a closed list.</summary>
    public T Choice<T>(string name, string label) where T : struct, Enum
    {
        string typed = Typed(name);
        foreach (T value in Enum.GetValues<T>())
        {
            if (value.ToString() == typed)
                return value;
        }

        Fault(name, $"Choose one: {label}.");
        return default;
    }
}
