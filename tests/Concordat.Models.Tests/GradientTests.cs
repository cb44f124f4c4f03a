using Concordat.Models.Lm;
using Concordat.Models.Lm.Layers;

namespace Concordat.Models.Tests;

/// <summary>Hand-written gradients against central differences of a twin in double precision.</summary>
public sealed class GradientTests
{
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    [InlineData(false, 4)]
    [InlineData(true, 1)]
    public void Backward_EveryParameterOfADecoder_IsTheSlopeOfTheTwin(bool isTied, int keyValueHeads)
    {
        LlamaConfig config = Small.Config(isTied, keyValueHeads);
        LlamaModel model = Small.Model(config, 3);
        int[] tokens = Small.Tokens(12, config.VocabularySize, 1), targets = Small.Tokens(12, config.VocabularySize, 2);
        float[] weights = [.. Enumerable.Range(0, 12).Select(i => i == 4 ? 0 : .05f * (i + 1))];
        var pass = new LlamaPass(config, 20, 2);
        pass.Forward(model.Weights, tokens, 2);
        double loss = CrossEntropy.Backward(pass.Logits, targets, weights, config.VocabularySize, 2);
        var gradient = new float[model.Weights.Length];
        pass.Backward(model.Weights, gradient);
        double[] w = Small.Doubles(model.Weights);
        Assert.Equal(NaiveLlama.Loss(config, w, tokens, targets, weights, 2), loss, 1e-4);
        foreach (TensorSlot slot in model.Layout.Slots)
        {
            // Every number of a small tensor, one in seven of a large one.
            for (int i = 0; i < slot.Length; i += slot.Length > 40 ? 7 : 1)
            {
                double slope = Slope(w, slot.Offset + i, () => NaiveLlama.Loss(config, w, tokens, targets, weights, 2));
                Assert.True(Math.Abs(slope - gradient[slot.Offset + i]) < 2e-4 * (1 + Math.Abs(slope)), $"{slot.Name}[{i}]: {gradient[slot.Offset + i]} against {slope}");
            }
        }
    }

    [Fact]
    public void Backward_RmsNorm_IsTheSlopeOfTheTwin()
    {
        const int Rows = 3, D = 5;
        var slot = new TensorSlot("norm", [D], 2);
        float[] x = Small.Normal(Rows * D, 1), weights = Small.Normal(D + 2, 2), gradY = Small.Normal(Rows * D, 3);
        float[] y = new float[Rows * D], inverse = new float[Rows], gradX = new float[Rows * D], gradient = new float[D + 2];
        RmsNorm.Forward(x, weights, slot, 1e-5f, y, inverse, Rows, 1);
        RmsNorm.Backward(x, weights, slot, inverse, [.. gradY], gradX, gradient, Rows, 1);
        double[] dx = Small.Doubles(x), dw = Small.Doubles(weights);
        double Along() => Enumerable.Range(0, Rows).Sum(i => NaiveLlama.Norm(dx[(i * D)..((i + 1) * D)], dw, slot, 1e-5).Select((value, j) => value * gradY[(i * D) + j]).Sum());
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(Slope(dx, i, Along), gradX[i], 1e-4);
        for (int i = 0; i < D; i++)
            Assert.Equal(Slope(dw, slot.Offset + i, Along), gradient[slot.Offset + i], 1e-4);
    }

    [Fact]
    public void Backward_SwiGlu_IsTheSlopeOfTheTwin()
    {
        const int F = 37;
        float[] gateUp = Small.Normal(2 * F, 1), gradHidden = Small.Normal(F, 2), hidden = new float[F], gradient = new float[2 * F];
        SwiGlu.Forward(gateUp, hidden);
        SwiGlu.Backward(gateUp, gradHidden, gradient);
        double[] at = Small.Doubles(gateUp);
        double Hidden(int j) => at[j] / (1 + Math.Exp(-at[j])) * at[F + j];
        double Along() => Enumerable.Range(0, F).Sum(j => Hidden(j) * gradHidden[j]);
        for (int j = 0; j < F; j++)
            Assert.Equal(Hidden(j), hidden[j], 1e-5);
        for (int i = 0; i < 2 * F; i++)
            Assert.Equal(Slope(at, i, Along), gradient[i], 1e-4);
    }

    [Fact]
    public void Rotate_ForthAndBack_IsTheTwinAndItsTranspose()
    {
        const int H = 22;
        var table = new RotaryTable(9, H, 500);
        float[] head = Small.Normal(H, 1), turned = [.. head], direction = Small.Normal(H, 2);
        table.Rotate(turned, 7, isBack: false);
        double[] at = Small.Doubles(head);
        double[] twin = NaiveLlama.Rotate(at, H, 7, 500);
        float[] back = [.. direction];
        table.Rotate(back, 7, isBack: true);
        for (int i = 0; i < H; i++)
        {
            Assert.Equal(twin[i], turned[i], 1e-5);
            Assert.Equal(Slope(at, i, () => NaiveLlama.Rotate(at, H, 7, 500).Select((value, j) => value * direction[j]).Sum()), back[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(4, 4, 5)]
    [InlineData(4, 2, 7)]
    [InlineData(3, 1, 100)]
    public void Backward_Attention_IsTheSlopeOfTheTwin(int heads, int keyValueHeads, int length)
    {
        const int H = 4;
        var config = new LlamaConfig { VocabularySize = 2, HiddenSize = heads * H, Heads = heads, KeyValueHeads = keyValueHeads };
        int wide = config.QueryWidth + (2 * config.KeyWidth);
        float[] qkv = Small.Normal(2 * length * wide, 1), gradOutput = Small.Normal(2 * length * config.QueryWidth, 2);
        float[] output = new float[2 * length * config.QueryWidth], logSums = new float[2 * length * heads], gradQkv = new float[qkv.Length];
        var attention = new CausalAttention(config);
        attention.Forward(qkv, output, logSums, 2, length, 2);
        attention.Backward(qkv, output, logSums, gradOutput, gradQkv, 2, length, 2);
        double[] at = Small.Doubles(qkv);
        double Along() => Attend(config, at, length, 1).Zip(gradOutput[(length * config.QueryWidth)..], (value, slope) => value * slope).Sum();
        double[] twin = Attend(config, at, length, 1);
        for (int i = 0; i < twin.Length; i++)
            Assert.Equal(twin[i], output[(length * config.QueryWidth) + i], 1e-5);
        for (int i = length * wide; i < qkv.Length; i += length > 50 ? 97 : 5)
            Assert.Equal(Slope(at, i, Along), gradQkv[i], 2e-4);
    }

    [Fact]
    public void Backward_CrossEntropy_IsTheSlopeAndItsRowsSumToNothing()
    {
        const int V = 9;
        float[] logits = Small.Normal(2 * V, 1), weights = [.7f, 2f];
        int[] targets = [3, 8];
        double[] at = Small.Doubles(logits);
        double Loss() => Enumerable.Range(0, 2).Sum(i => weights[i] * (Math.Log(at[(i * V)..((i + 1) * V)].Sum(Math.Exp)) - at[(i * V) + targets[i]]));
        double[] probabilities = CrossEntropy.LogProbabilities(logits, targets, V, 1);
        double loss = CrossEntropy.Backward(logits, targets, weights, V, 1);
        Assert.Equal(Loss(), loss, 1e-5);
        Assert.Equal(loss, -((.7 * probabilities[0]) + (2 * probabilities[1])), 1e-5);
        for (int i = 0; i < logits.Length; i++)
            Assert.Equal(Slope(at, i, Loss), logits[i], 1e-5);
        Assert.Equal(0, logits[..V].Sum(), 1e-5);
    }

    private static double Slope(double[] at, int index, Func<double> value)
    {
        double kept = at[index];
        at[index] = kept + 1e-5;
        double above = value();
        at[index] = kept - 1e-5;
        double below = value();
        at[index] = kept;
        return (above - below) / 2e-5;
    }

    private static double[] Attend(LlamaConfig c, double[] qkv, int length, int sequence)
    {
        int h = c.HeadDimension, wide = c.QueryWidth + (2 * c.KeyWidth), start = sequence * length;
        var output = new double[length * c.QueryWidth];
        for (int t = 0; t < length; t++)
        {
            for (int head = 0; head < c.Heads; head++)
            {
                int key = c.QueryWidth + (head / (c.Heads / c.KeyValueHeads) * h);
                double[] scores = [.. Enumerable.Range(0, t + 1).Select(s => Math.Exp(
                    Enumerable.Range(0, h).Sum(j => qkv[((start + t) * wide) + (head * h) + j] * qkv[((start + s) * wide) + key + j]) / Math.Sqrt(h)))];
                double sum = scores.Sum();
                for (int s = 0; s <= t; s++)
                {
                    for (int j = 0; j < h; j++)
                        output[(t * c.QueryWidth) + (head * h) + j] += scores[s] / sum * qkv[((start + s) * wide) + key + c.KeyWidth + j];
                }
            }
        }

        return output;
    }
}
