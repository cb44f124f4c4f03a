namespace Concordat.Web.Api;

/// <summary>Says in the description of the API which closed list a text is of.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class WordsAttribute(Type list) : Attribute
{
    public ImmutableArray<string> Words { get; } = [.. Enum.GetNames(list)];
}
