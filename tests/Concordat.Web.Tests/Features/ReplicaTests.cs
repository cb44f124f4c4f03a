using System.Net;
using Concordat.Charters.Record;

namespace Concordat.Web.Tests.Features;

/// <summary>Two servers on one PostgreSQL, behind a proxy that sends each connection to the other one: nothing may stick to a server.</summary>
public sealed class ReplicaTests
{
    [PostgresFact]
    public async Task WholeStory_ThroughARoundRobinProxy_NeverNoticesThatThereAreTwoServers()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-replicas-").FullName, connection = PostgresServer.NewDatabase();
        await using (TestServer one = await TestServer.Start(folder: folder, change: options => options with { PostgresConnection = connection }))
        await using (TestServer two = await TestServer.Start(folder: folder, change: options => options with { PostgresConnection = connection }))
        {
            using var proxy = new RoundRobin([one.Address.Port, two.Address.Port]);
            string token = (await Web.Features.People.FirstSteward.Token(one.Database, TimeProvider.System, CancellationToken.None))!;
            using Visitor steward = proxy.NewVisitor();
            await steward.Send("/first-steward", "/first-steward", ("token", token), ("name", "steward"), ("password", Visitor.Password));
            await Tale.OpenUseCase(steward);
            await Tale.DeclareRule(steward);
            string link = await Tale.Invite(steward, "Participant", "north", uses: 5);
            Visitor[] people = [.. Enumerable.Range(0, 5).Select(_ => proxy.NewVisitor())];
            await Task.WhenAll(people.Select(async (visitor, i) =>
            {
                await Tale.Join(visitor, link, $"north{i}");
                await Tale.Consent(visitor, "TakePart", "yes");
            }));
            string proposal = await Tale.Propose(people[0], "understood", "Whoever has a letter read to them understands it.");
            HttpResponseMessage[] votes = await Task.WhenAll(people.Select(visitor => Tale.Vote(visitor, proposal, "Agree")));
            Assert.All(votes, vote => Assert.Equal(HttpStatusCode.Found, vote.StatusCode));
            await steward.Send(proposal, proposal + "/ratify");
            Assert.Equal("Ratified", (await people[1].Page(proposal)).QuerySelector("#decision")!.TextContent);
            ImmutableArray<RecordEntry> record = await RecordEntries.Read(two.Database);
            Assert.True(RecordCheck.Of(record).Holds);
            Assert.Equal(5, record.Count(entry => entry.Kind == "vote"));
            Assert.All(proxy.Sent, sent => Assert.True(sent > 20, $"{string.Join(", ", proxy.Sent)} connections"));
            Array.ForEach(people, visitor => visitor.Dispose());
        }

        Directory.Delete(folder, recursive: true);
    }
}
