using System.Text.Json;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>Passkeys, each as one document beside the key that it is found by.</summary>
internal sealed partial class PersonStore
{
    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => database.Write(session => session.Execute(
        """
        INSERT INTO passkeys (credential_id, person_id, data) VALUES (@CredentialId, @Id, @Data)
        ON CONFLICT (credential_id) DO UPDATE SET data = excluded.data WHERE passkeys.person_id = excluded.person_id
        """, new { passkey.CredentialId, user.Id, Data = JsonSerializer.Serialize(Passkey.Of(passkey)) }), cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken)
    {
        ImmutableArray<Row> rows = await database.Read(session => session.All<Row>("SELECT credential_id, person_id, data FROM passkeys WHERE person_id = @Id", new { user.Id }), cancellationToken);
        return [.. rows.Select(Info).OrderBy(info => info.CreatedAt)];
    }

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await Find(credentialId, cancellationToken) is { } row ? await FindByIdAsync(row.PersonId, cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        await Find(credentialId, cancellationToken) is { } row && row.PersonId == user.Id ? Info(row) : null;

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => database.Write(session =>
        session.Execute("DELETE FROM passkeys WHERE credential_id = @credentialId AND person_id = @Id", new { credentialId, user.Id }), cancellationToken);

    private Task<Row?> Find(byte[] credentialId, CancellationToken cancellationToken) => database.Read(session =>
        session.One<Row>("SELECT credential_id, person_id, data FROM passkeys WHERE credential_id = @credentialId", new { credentialId }), cancellationToken);

    private static UserPasskeyInfo Info(Row row) => JsonSerializer.Deserialize<Passkey>(row.Data)!.Info(row.CredentialId);

    private sealed record Row(byte[] CredentialId, string PersonId, string Data);

    private sealed record Passkey(
        byte[] PublicKey, string? Name, DateTimeOffset CreatedAt, uint SignCount, string[]? Transports, bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp, byte[] AttestationObject, byte[] ClientDataJson)
    {
        public static Passkey Of(UserPasskeyInfo info) => new(
            info.PublicKey, info.Name, info.CreatedAt, info.SignCount, info.Transports, info.IsUserVerified, info.IsBackupEligible, info.IsBackedUp, info.AttestationObject, info.ClientDataJson);

        public UserPasskeyInfo Info(byte[] credentialId) =>
            new(credentialId, PublicKey, CreatedAt, SignCount, Transports, IsUserVerified, IsBackupEligible, IsBackedUp, AttestationObject, ClientDataJson) { Name = Name };
    }
}
