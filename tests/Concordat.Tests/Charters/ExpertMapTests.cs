using System.Collections.Immutable;
using System.Text;
using Concordat.Charters;
using Concordat.Charters.Experts;
using static Concordat.Tests.Charters.SampleCharters;

namespace Concordat.Tests.Charters;

public sealed class ExpertMapTests
{
    private const string Map =
        """
        experts: reading-aloud
        clauses:
          - id: everywhere
            standards: [understood]
            expert: models/clear
            anti: models/small
            weight: 0.5
          - id: regions
            standards: [close]
            when: { jurisdiction: [IN, NG] }
            expert: models/regions
            anti: models/small
            weight: 1
          - id: ana
            standards: [understood]
            bound-at-least: 0.9
            when: { person: ana, role: reader }
            expert: models/slow
            anti: models/small
            weight: -0.25

        """;

    [Fact]
    public void Choose_TwoPersonsInTwoJurisdictions_PicksDifferentExperts()
    {
        ExpertMap map = Read(Map);
        ExpertChoice ana = map.Choose(In("IN", "ana", Supra, Organisation, Team)), ben = map.Choose(In("US", "ben", Supra, Organisation, Team));
        Assert.Equal([("everywhere", "models/clear", .5), ("regions", "models/regions", 1), ("ana", "models/slow", -.25)], ana.Experts.Select(expert => (expert.Clause, expert.Expert, expert.Weight)));
        Assert.Equal(["everywhere"], ben.Experts.Select(expert => expert.Clause));
        Assert.NotEqual(ana.CharterHash, ben.CharterHash);
        Assert.Equal("reader", ana.Context["role"]);
        Assert.Equal(["standard understood is in force with the bound 0.9, set on individual level at 2.yaml:7:12", "person is ana", "role is reader"], ana.Experts[2].Because.AsEnumerable());
        Assert.Equal(new SourcePlace("experts.yaml", 14, 5), ana.Experts[2].Place);
        Assert.Equal([("understood", .9, CharterLevel.Individual), ("close", .1, CharterLevel.Organisational)], ana.Standards.Select(standard => (standard.Id, standard.Bound, standard.Level)));
    }

    [Fact]
    public void Choose_ALevelThatTightensABound_BringsAnExpertIn()
    {
        ExpertMap map = Read(Map);
        Assert.Contains("ana", map.Choose(In("US", "ana", Supra, Organisation, Team)).Experts.Select(expert => expert.Clause));
        // Without the team's 0.9 the bound in force is the organisation's 0.85.
        Assert.DoesNotContain("ana", map.Choose(In("US", "ana", Supra, Organisation)).Experts.Select(expert => expert.Clause));
    }

    [Fact]
    public void Choose_AContextWithoutTheName_DoesNotFit()
    {
        EffectiveCharter charter = CharterComposition.Compose([Parse(Supra, "0"), Parse(Team, "1")], Context(), SampleCharters.Audits);
        Assert.Equal(["everywhere"], Read(Map.With("standards: [close]\n    when", "when")).Choose(charter).Experts.Select(expert => expert.Clause));
    }

    [Fact]
    public void Parse_SeveralFaults_ListsAllWithLineAndColumn()
    {
        string text = Map.With("weight: 0.5", "weight: much").With("id: regions", "id: everywhere").With("standards: [close]\n    when", "standards: [close]\n    whence")
            .With("    bound-at-least: 0.9\n", "    bound-at-least: 0.9\n    colour: red\n").With("    expert: models/slow\n    anti: models/small\n", "    expert: models/slow\n");
        ImmutableArray<InputFault> faults = Assert.Throws<InputDataException>(() => Read(text)).Faults;
        Assert.Contains(faults, fault => (fault.Line, fault.Column) == (7, 13) && fault.Found.Contains("much", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Found.Contains("'whence'", StringComparison.Ordinal) && fault.Expected.Contains("'when'", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Found.Contains("'colour'", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Found.Contains("'everywhere' again", StringComparison.Ordinal) && fault.Line == 8);
        Assert.Contains(faults, fault => fault.Found.Contains("without 'anti'", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_WhatNoCharterKnows_NamesItAndWhatIsMeant()
    {
        InputFault fault = Assert.Single(Assert.Throws<InputDataException>(() => Read(Map.With("[close]", "[clos]")).Check([Parse(Supra), Parse(Organisation)])).Faults);
        Assert.Contains("'clos'", fault.Found, StringComparison.Ordinal);
        Assert.Contains("did you mean 'close'?", fault.Expected, StringComparison.Ordinal);
        Assert.Contains("'reading-aloud'", Assert.Throws<InputDataException>(() => Read(Map.With("experts: reading-aloud", "experts: another")).Check([Parse(Supra), Parse(Organisation)])).Message, StringComparison.Ordinal);
    }

    private static ExpertMap Read(string text) => ExpertMapReader.Parse("experts.yaml", Encoding.UTF8.GetBytes(text));

    private static EffectiveCharter In(string jurisdiction, string person, params ImmutableArray<string> texts) => CharterComposition.Compose(
        [.. texts.Select((text, i) => Parse(text, $"{i}.yaml"))], Context("jurisdiction", jurisdiction, "person", person), SampleCharters.Audits);
}
