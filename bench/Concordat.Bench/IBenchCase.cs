namespace Concordat.Bench;

/// <summary>One job, timed here and, where there is a script, in Python on the same data.</summary>
internal interface IBenchCase
{
    /// <summary>The word by which <c>bench/run</c> picks it.</summary>
    string Name { get; }

    /// <summary>What is timed, in a sentence.</summary>
    string What { get; }

    /// <summary>The same job in <c>bench/python</c>, or null.</summary>
    string? PythonScript { get; }

    /// <summary>The time it should stay under, or null.</summary>
    TimeSpan? Target { get; }

    /// <summary>How often it is timed, after warming up.</summary>
    int Repetitions => 5;

    /// <summary>Makes the data, and writes to the folder what the script reads; not timed.</summary>
    /// <returns>Null, or why the case cannot run here.</returns>
    string? Prepare(string folder);

    /// <summary>The timed job.</summary>
    void Run();

    /// <summary>What else there is to say of a median, in the units of the job; null for nothing.</summary>
    string? Remark(double milliseconds, bool ofProcessor) => null;
}
