using Concordat.Web.Frame;

namespace Concordat.Web.Features.Workshop;

/// <summary>What a model answered, or why there is nothing.</summary>
/// <param name="Text">Plain text; null where there is none to take.</param>
/// <param name="Fault">Why not, in a sentence.</param>
internal sealed record ModelDraft(string? Text, string? Fault)
{
    /// <summary>Asks, within the time that drafts have.</summary>
    /// <param name="drafter">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="most">Most characters that fit.</param>
    /// <param name="within">How long the model may take.</param>
    /// <param name="cancellationToken">Ends the wait where nobody waits any more.</param>
    public static async Task<ModelDraft> Of(CharterDrafter drafter, DraftRequest request, int most, TimeSpan within, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(within);
        try
        {
            string text = Form.Plain(await drafter.Draft(request, time.Token) ?? "");
            return text.Length == 0 ? new ModelDraft(null, $"{drafter.Model} gave no text. Try again later, or write it without a model.")
                : text.Length > most ? new ModelDraft(null, $"{drafter.Model} wrote {text.Length} characters; at most {most} fit. Nothing of it was kept.")
                : new ModelDraft(text, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ModelDraft(null, $"{drafter.Model} did not answer in time. Nothing was kept; try again later, or write it without a model.");
        }
    }
}
