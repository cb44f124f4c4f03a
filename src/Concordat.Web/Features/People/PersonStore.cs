using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Features.People;

/// <summary>Keeps people, as ASP.NET Core Identity asks for them.</summary>
internal sealed partial class PersonStore(Database database, TimeProvider clock) : IUserPasswordStore<Person>, IUserSecurityStampStore<Person>, IUserLockoutStore<Person>, IUserPasskeyStore<Person>
{
    private const string Columns = "id, sign_in_name, normalized_name, password_hash, security_stamp, access_failed_count, lockout_end, opens_use_cases, created_at";

    public async Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken)
    {
        if (user.Id.Length == 0)
            user.Id = Chance.Id();
        user.CreatedAt = Moment.Of(clock);
        try
        {
            await database.Write(session => session.Execute(
                """
                INSERT INTO people (id, sign_in_name, normalized_name, password_hash, security_stamp, access_failed_count, lockout_end, opens_use_cases, created_at)
                VALUES (@Id, @SignInName, @NormalizedName, @PasswordHash, @SecurityStamp, @AccessFailedCount, @LockoutEnd, @OpensUseCases, @CreatedAt)
                """, user), cancellationToken);
            return IdentityResult.Success;
        }
        catch (Exception exception) when (database.IsConflict(exception))
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().DuplicateUserName(user.SignInName));
        }
    }

    public async Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken)
    {
        int touched = await database.Write(session => session.Execute(
            """
            UPDATE people SET sign_in_name = @SignInName, normalized_name = @NormalizedName, password_hash = @PasswordHash, security_stamp = @SecurityStamp,
                access_failed_count = @AccessFailedCount, lockout_end = @LockoutEnd
            WHERE id = @Id
            """, user), cancellationToken);
        return touched == 1 ? IdentityResult.Success : IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
    }

    public async Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken)
    {
        await database.Write(session => PersonDeletion.Delete(session, user.Id), cancellationToken);
        await database.Forget(cancellationToken);
        return IdentityResult.Success;
    }

    public Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        database.Read(session => session.One<Person>($"SELECT {Columns} FROM people WHERE id = @userId", new { userId }), cancellationToken);

    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        database.Read(session => session.One<Person>($"SELECT {Columns} FROM people WHERE normalized_name = @normalizedUserName", new { normalizedUserName }), cancellationToken);

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SignInName);

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => Set(() => user.SignInName = userName ?? "");

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedName);

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => Set(() => user.NormalizedName = normalizedName ?? "");

    public Task SetPasswordHashAsync(Person user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash);

    public Task<string?> GetPasswordHashAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Person user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);

    public Task<string?> GetSecurityStampAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult(user.LockoutEnd is { } end ? Moment.Time(end) : (DateTimeOffset?)null);

    public Task SetLockoutEndDateAsync(Person user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Set(() => user.LockoutEnd = lockoutEnd is { } end ? Moment.Of(end) : null);

    public Task<int> IncrementAccessFailedCountAsync(Person user, CancellationToken cancellationToken) => Task.FromResult((int)++user.AccessFailedCount);

    public Task ResetAccessFailedCountAsync(Person user, CancellationToken cancellationToken) => Set(() => user.AccessFailedCount = 0);

    public Task<int> GetAccessFailedCountAsync(Person user, CancellationToken cancellationToken) => Task.FromResult((int)user.AccessFailedCount);

    public Task<bool> GetLockoutEnabledAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Person user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}
