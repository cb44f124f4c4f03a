namespace Concordat.Web.Persistence;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Number">Its place, from 1 without gaps.</param>
/// <param name="Name">What it brings, from the file's name.</param>
/// <param name="Text">The SQL, with <c>${word}</c> where the stores' types differ.</param>
/// <param name="Sha256">Of the text: a step that ran somewhere is never changed.</param>
internal sealed record Migration(long Number, string Name, string Text, string Sha256);
