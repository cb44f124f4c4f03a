using Concordat.Web.Features.People;
using Concordat.Web.Tests.Ways;

namespace Concordat.Web.Tests.Features;

/// <summary>The way of each role from invitation to published case, in a real browser and with the keyboard alone.</summary>
public sealed class WaysTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string System = "reader-2", Handed = "zephyr-7b-beta";
    private const string Understood = "Whoever has a letter read to them understands what it asks of them.", Better = "Whoever has a letter read to them can do what it asks of them.";
    private const string Places = "Names of places are said as those who live there say them.";

    [ChromiumFact]
    public async Task EachRole_FromInvitationToPublishedCase_WithTheKeyboardAlone()
    {
        await using TestServer server = await TestServer.Start();
        string token = await FirstSteward.Token(server.Database, TimeProvider.System, CancellationToken.None) ?? throw new InvalidOperationException("somebody is steward already");

        await using Keyboard stewards = await Keyboard.Sit(chromium, server, "the steward");
        var steward = new StewardWay(stewards);
        await steward.Begin(token);
        await steward.Prepare();
        string forStakeholder = await steward.InviteStakeholder("the blind association"), forAuditor = await steward.Invite("Auditor"), forNorth = await steward.Invite("Participant", "north", uses: 5), forSouth = await steward.Invite("Participant", "south", uses: 5);
        ImmutableArray<Visitor> north = await Tale.Join(server, forNorth, "north", 4), south = await Tale.Join(server, forSouth, "south", 5), crowd = north.AddRange(south);
        await steward.DeclareRule("north", "south");
        await steward.Load(Material());
        await steward.OpenRound("Was it understood?", "a rating of each response…", "understood", "not at all\npartly\nwholly");
        await steward.OpenRound("Which is better?", "the better of two responses, blind", "preferred");
        await steward.OpenRound("Which is best?", "the best of several responses, blind", "preferred");
        await steward.OpenRound("What is wrong?", "a part of the text, with a comment", "wrong");

        await using Keyboard stakeholders = await Keyboard.Sit(chromium, server, "the stakeholder");
        var stakeholder = new StakeholderWay(stakeholders);
        string code = await stakeholders.Join(forStakeholder, "grace");
        await stakeholders.Consent();
        await stakeholder.Propose("understood", Understood);
        string proposal = new Uri(stakeholders.Page.Url).AbsolutePath;
        await stakeholder.Reword(Understood, Better);
        await Tale.Propose(north[0], "places", Places, "Individual");
        await stakeholder.Object(Places, "Nobody knows how every village says its name.");
        await steward.Answer(Places, "A register of places knows most of them.");

        // By the width of a telephone.
        await using Keyboard participants = await Keyboard.Sit(chromium, server, "the participant", width: 400);
        var participant = new ParticipantWay(participants);
        await participants.Join(forNorth, "ada");
        await participants.Consent();
        await participant.Describe("Where do you live?", "north");
        await participants.Vote(Understood, "Agree");
        await participant.Rate("Was it understood?");
        await participant.Compare("Which is better?");
        await participant.Compare("Which is best?");
        await participant.Mark("What is wrong?");

        await Crowd.Vote(crowd, proposal, "Agree");
        await Crowd.Rank(crowd[..4], proposal + "/wordings", Better);
        await Crowd.Judge(crowd, "Was it understood?", text => text.Contains("Pay by Friday", StringComparison.Ordinal) ? "wholly" : "not at all");
        await steward.Decide(Understood);
        await stakeholder.ReadCharter(Understood);
        await stakeholder.ForgetAndComeBack("grace", code);
        await steward.CloseRound("Was it understood?");
        await steward.AuditAndPublish(System);
        await steward.HandIn(RunFiles.Dialects());

        await stakeholders.ReadCase(System, Understood.TrimEnd('.'));
        await participants.ReadCase(System, Understood.TrimEnd('.'));
        await using Keyboard auditors = await Keyboard.Sit(chromium, server, "the auditor");
        var auditor = new AuditorWay(auditors);
        await auditors.Join(forAuditor, "alan");
        await auditor.ReadDesk(System);
        await auditor.TakeRecord();
        await auditor.Compare(Handed, System);
        await auditors.ReadCase(System, Understood.TrimEnd('.'));
        await using Keyboard visitors = await Keyboard.Sit(chromium, server, "a visitor");
        var visitor = new VisitorWay(visitors);
        await visitor.Arrive();
        await visitors.ReadCase(System, Understood.TrimEnd('.'));
        await visitor.WalkClaims();
        await visitor.Ask("Is Nigerian English understood?");
    }

    // Two letters, read by two systems: one says what is asked, the other does not. One letter bears a warning.
    private static string Material() => string.Join('\n',
        "system,item,prompt,text,warning",
        "new reader,letter-0,What does it ask of me?,\"Pay by Friday, or the flat is lost.\",a threat of eviction", "old reader,letter-0,What does it ask of me?,Something about money.,a threat of eviction",
        "new reader,letter-1,What does it ask of me?,Pay by Friday and keep the receipt.,", "old reader,letter-1,What does it ask of me?,Good day to you.,") + "\n";
}
