using Concordat.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Segments.Judges;

/// <summary>A model as judge: one question, one JSON object, read strictly.</summary>
/// <remarks>An attempt that fails for good leaves the question waiting, so that a later run asks it again; a reply that is no such object is an answer, and unparsable.</remarks>
/// <param name="client">The model.</param>
/// <param name="attempts">How a question is asked again after a failure.</param>
public sealed class ChatJudge(IChatClient client, PatientAsking attempts) : ISegmentJudge
{
    private const string Instruction =
        "You judge conversations. Answer with one JSON object and nothing else: {\"reason\": \"one sentence\", \"NAME\": number}, or null in place of the number for none.";

    public async Task<JudgeAnswer> AskAsync(JudgeQuestion question, CancellationToken cancellationToken)
    {
        ChatMessage[] messages = [new(ChatRole.System, Instruction.Replace("NAME", question.Asked, StringComparison.Ordinal)), new(ChatRole.User, question.Text)];
        try
        {
            return JudgeReply.OfModel(question, await attempts.AskAsync(client, messages, new ChatOptions { Temperature = 0 }, cancellationToken));
        }
        catch (EndpointException failure)
        {
            return JudgeAnswer.Waiting(failure.Message);
        }
    }
}
