using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Charters.Record;
using Concordat.Web.Features.Record;
using Concordat.Web.Features.UseCases;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>Everything that is stored about a person, but for what secrets are checked by: hashes of the password, the tokens and the recovery code, and the key that opens their part of the record.</summary>
internal static class OwnCopy
{
    private static readonly JsonSerializerOptions s_layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static async Task<byte[]> Of(Session session, string person, IEnumerable<UserPasskeyInfo> passkeys)
    {
        var own = new { person };
        AccountCopy? account = await session.One<AccountCopy>("SELECT sign_in_name, created_at, opens_use_cases, access_failed_count, lockout_end FROM people WHERE id = @person", own);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            account?.SignInName,
            account,
            passkeys = passkeys.Select(passkey => new { passkey.Name, passkey.CreatedAt, passkey.SignCount, credentialId = Convert.ToBase64String(passkey.CredentialId), publicKey = Convert.ToBase64String(passkey.PublicKey), passkey.Transports, passkey.IsBackedUp }),
            personalTokens = await session.All<TokenCopy>("SELECT label, scopes, created_at, expires_at, last_used_at FROM personal_tokens WHERE person_id = @person ORDER BY created_at, id", own),
            recoveryCode = await session.One<CodeCopy>("SELECT made_at FROM recovery_codes WHERE person_id = @person", own),
            recoveryLinks = await session.All<LinkCopy>("SELECT made_at, expires_at, used_at FROM recovery_links WHERE person_id = @person ORDER BY made_at", own),
            seats = await session.All<SeatCopy>(
                """
                SELECT seats.use_case_id, seats.id AS pseudonym, seats.role, seats.community, seats.takes_part, seats.may_be_kept, seats.joined_at
                FROM seats WHERE seats.person_id = @person ORDER BY seats.use_case_id
                """, own),
            // Which invitation someone came by is not stored. Whom a steward invited is stored of the use case, not of the steward; it is theirs to answer for.
            invitations = await session.All<InvitationCopy>(
                """
                SELECT invitations.use_case_id, invitations.role, invitations.community, invitations.created_at, invitations.expires_at, invitations.uses_given, invitations.uses_left
                FROM invitations JOIN seats ON seats.use_case_id = invitations.use_case_id WHERE seats.person_id = @person AND seats.role = 'Steward' ORDER BY invitations.created_at, invitations.id
                """, own),
            selfDescription = await session.All<AnswerCopy>(
                """
                SELECT seats.use_case_id, description_questions.attribute, description_questions.wording, description_answers.answer, description_answers.at
                FROM description_answers JOIN seats ON seats.id = description_answers.seat_id JOIN description_questions ON description_questions.id = description_answers.question_id
                WHERE seats.person_id = @person ORDER BY seats.use_case_id, description_questions.position
                """, own),
            consents = await session.All<ConsentCopy>(
                "SELECT seats.use_case_id, consents.kind, consents.is_given, consents.wording, consents.at FROM consents JOIN seats ON seats.id = consents.seat_id WHERE seats.person_id = @person ORDER BY consents.at", own),
            given = await Contributions.Of(session, person),
            record = (await RecordBook.Opened(session, person)).Select(pair => RecordCopy.Of(pair.Entry, pair.Content)),
        }, s_layout);
    }

    private sealed record AccountCopy(string SignInName, [property: JsonConverter(typeof(MomentJson))] long CreatedAt, long OpensUseCases, long AccessFailedCount, [property: JsonConverter(typeof(MomentJson))] long? LockoutEnd);

    private sealed record TokenCopy(
        string Label, string Scopes, [property: JsonConverter(typeof(MomentJson))] long CreatedAt, [property: JsonConverter(typeof(MomentJson))] long ExpiresAt, [property: JsonConverter(typeof(MomentJson))] long? LastUsedAt);

    private sealed record CodeCopy([property: JsonConverter(typeof(MomentJson))] long MadeAt);

    private sealed record LinkCopy([property: JsonConverter(typeof(MomentJson))] long MadeAt, [property: JsonConverter(typeof(MomentJson))] long ExpiresAt, [property: JsonConverter(typeof(MomentJson))] long? UsedAt);

    private sealed record SeatCopy(string UseCaseId, string Pseudonym, string Role, string Community, long TakesPart, long MayBeKept, [property: JsonConverter(typeof(MomentJson))] long JoinedAt);

    private sealed record InvitationCopy(
        string UseCaseId, string Role, string Community, [property: JsonConverter(typeof(MomentJson))] long CreatedAt, [property: JsonConverter(typeof(MomentJson))] long ExpiresAt, long UsesGiven, long UsesLeft);

    private sealed record AnswerCopy(string UseCaseId, string Attribute, string Wording, string? Answer, [property: JsonConverter(typeof(MomentJson))] long At);

    private sealed record ConsentCopy(string UseCaseId, string Kind, long IsGiven, string Wording, [property: JsonConverter(typeof(MomentJson))] long At);

    private sealed record RecordCopy(string UseCaseId, long Sequence, string Kind, [property: JsonConverter(typeof(MomentJson))] long At, JsonElement? Content)
    {
        public static RecordCopy Of(RecordEntry entry, string? content) => new(entry.UseCase, entry.Sequence, entry.Kind, entry.At, content is null ? null : JsonSerializer.Deserialize<JsonElement>(content));
    }
}
