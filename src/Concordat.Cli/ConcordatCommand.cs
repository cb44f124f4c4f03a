using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Concordat.Cli.Verbs;

namespace Concordat.Cli;

/// <summary>The command line: registers the verbs and turns what they throw into messages and exit codes.</summary>
public static class ConcordatCommand
{
    private const string Name = "concordat";

    // How long a verb may go on after it was asked to stop: answers under way are paid for, so they are waited for.
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(2), s_answersUnderWay = TimeSpan.FromSeconds(90);

    /// <summary>Parses and runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host, CancellationToken cancellationToken)
    {
        ParseResult parsed = Create(host).Parse(args);
        foreach (ParseError error in parsed.Errors)
            await host.Error.WriteLineAsync($"concordat: {Plain(error.Message)}");
        if (parsed.Errors.Count > 0)
        {
            await host.Error.WriteLineAsync($"Try: concordat {VerbOf(parsed)}--help");
            return ExitCode.Error;
        }

        try
        {
            return await Invoke(parsed, host, cancellationToken);
        }
        catch (InputDataException exception)
        {
            foreach (InputFault fault in exception.Faults)
                await host.Error.WriteLineAsync(fault.ToString());
            await host.Error.WriteLineAsync(exception.Faults.Length == 1 ? "1 fault; nothing was changed." : $"{exception.Faults.Length} faults; nothing was changed.");
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"concordat: {Plain(exception)}");
        }
        catch (OperationCanceledException)
        {
            await host.Error.WriteLineAsync("concordat: stopped; nothing was changed.");
        }

        return ExitCode.Error;
    }

    // A loop over threads wraps what each of its bodies throws; the first of them says what is wrong.
    private static async Task<int> Invoke(ParseResult parsed, CliHost host, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = host.Out,
                    Error = host.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = parsed.CommandResult.Command.Name is CollectVerb.Name or EmbedVerb.Name ? s_answersUnderWay : s_usual,
                },
                cancellationToken);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
            throw;
        }
    }

    /// <summary>The whole command, for help and tests.</summary>
    public static Command Create(CliHost host)
    {
        ImmutableArray<(string Heading, ImmutableArray<Command> Verbs)> groups =
        [
            ("Charters and cases", [DemoVerb.Create(host), InitVerb.Create(host), CheckVerb.Create(host), AuditVerb.Create(host), RerunVerb.Create(host), ClaimsVerb.Create(host)]),
            ("Evidence", [ImportVerb.Create(host), PushVerb.Create(host), GuiseVerb.Create(host), PerturbVerb.Create(host), CollectVerb.Create(host), EmbedVerb.Create(host), PrecodeVerb.Create(host)]),
            ("Panels and ratings",
            [
                PlanVerb.Create(host), DecomposeVerb.Create(host), EffectsVerb.Create(host), AggregateVerb.Create(host), RakeVerb.Create(host), PoststratifyVerb.Create(host),
                JudgeVerb.Create(host), PersonaJudgeVerb.Create(host),
            ]),
            ("Preferences and choices", [RankVerb.Create(host), RewardsVerb.Create(host), PoliciesVerb.Create(host), ChooseVerb.Create(host), BridgeVerb.Create(host)]),
            ("Taking part", [ServeVerb.Create(host), VerifyVerb.Create(host)]),
            ("Language models", [CurateVerb.Create(host), SegmentsVerb.Create(host), TrainVerb.Create(host), DecodeVerb.Create(host), ExportVerb.Create(host), LabVerb.Create(host)]),
        ];
        var root = new Command(
            Name,
            """
            Concordat shows, for one use case and group by group, whether a system version keeps what was agreed with the people it affects.

            Data goes to standard output, messages to standard error.
            Exit codes: 0 met, 1 breached, 2 undetermined, 3 an error in use or data.
            """)
        {
            new HelpOption { Recursive = true, Action = new VerbList(groups) },
            new VersionOption(),
        };
        foreach (Command verb in groups.SelectMany(group => group.Verbs))
            root.Subcommands.Add(verb);
        RefuseNumbersForNames(root);
        return root;
    }

    // The parser takes any number for a name of an enumeration, also one that stands for nothing.
    private static void RefuseNumbersForNames(Command command)
    {
        foreach (Option option in command.Options.Where(option => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType).IsEnum))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.FirstOrDefault(token => token.Value.Length > 0 && !char.IsLetter(token.Value[0])) is { } number)
                    result.AddError($"{option.Name} is '{number.Value}'; expected {option.HelpName?.Replace("|", " or ", StringComparison.Ordinal) ?? "one of the names that --help lists"}");
            });
        }

        foreach (Command verb in command.Subcommands)
            RefuseNumbersForNames(verb);
    }

    // The parser names types of the runtime, which tell a user nothing.
    private static string Plain(string message)
    {
        int at = message.IndexOf(" as expected type ", StringComparison.Ordinal);
        return at < 0 ? message : message[..at] + "; --help says what it takes.";
    }

    // The name of a method's parameter is of use to a caller of the library alone, unless the message says nothing but the range: options of a fit are named like those of its verb.
    private static string Plain(Exception exception)
    {
        if (exception is not ArgumentException { ParamName: { } name })
            return exception.Message;
        string message = exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        if (exception is not ArgumentOutOfRangeException { ActualValue: { } value })
            return message;
        message = message.Split('\n')[0].TrimEnd();
        return message.StartsWith("must ", StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"{JsonNamingPolicy.KebabCaseLower.ConvertName(name)} is {value}; it {message}")
            : message;
    }

    private static string VerbOf(ParseResult parsed)
    {
        string path = "";
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command.Name: not Name } verb; result = verb.Parent)
            path = verb.Command.Name + " " + path;
        return path;
    }
}
