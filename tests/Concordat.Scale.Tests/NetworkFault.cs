namespace Concordat.Scale.Tests;

internal enum NetworkFault
{
    None,
    RequestLost,
    AnswerLost,
    HalfSent,
    SentTwice,
}
