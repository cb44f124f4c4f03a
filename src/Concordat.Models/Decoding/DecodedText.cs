namespace Concordat.Models.Decoding;

/// <summary>A text that was decoded.</summary>
/// <param name="Tokens">Its tokens, without the one that ended it; empty where an endpoint tells texts alone.</param>
/// <param name="Text">The text.</param>
/// <param name="Finish"><c>stop</c> where a model ended it, <c>length</c> where there was no more room.</param>
/// <param name="TokensIn">Tokens of the prompt as the first member reads it; null where that is not known.</param>
/// <param name="TokensOut">Tokens drawn.</param>
/// <param name="Outside">What endpoints did not tell; null in process, where nothing is missing.</param>
/// <param name="Cost">What endpoints bill for it, by their prices and the counts they state.</param>
public sealed record DecodedText(ImmutableArray<int> Tokens, string Text, string Finish, int? TokensIn, int TokensOut, OutsideMass? Outside, decimal Cost);
