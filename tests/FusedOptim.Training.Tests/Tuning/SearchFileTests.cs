using System.Globalization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class SearchFileTests
{
    private static readonly SearchSpace Plane = new(
        new RealDimension("x", -2, 2), new RealDimension("y", 1e-4, 1, isLogarithmic: true), new ChoiceDimension("n", 1, 2, 3));

    public static TheoryData<ArchitectureSpace> OtherArchitectures => new()
    {
        new(new ExampleShape(4), outputs: 3) { Widths = [8] },
        new(new ExampleShape(5), outputs: 2) { Widths = [8] },
        new(new ExampleShape(4), outputs: 2) { Widths = [9] },
        new(new ExampleShape(4), outputs: 2) { Widths = [8], Activations = [new Relu(), new LeakyRelu(0.2)] },
        new(new ExampleShape(4), outputs: 2) { Widths = [8], Fronts = [[new LayerNorm()]] },
    };

    /// <summary>The same dimensions can be of other networks.</summary>
    [Theory]
    [MemberData(nameof(OtherArchitectures))]
    public void TrialsOfOtherNetworksAreRefused(ArchitectureSpace other)
    {
        var first = new ArchitectureSpace(new ExampleShape(4), outputs: 2) { Widths = [8], Activations = [new Relu(), new LeakyRelu(0.1)] };
        using var file = new TemporaryFile();
        var search = new RandomSearch(trials: 2, seed: 1);
        search.Run(first.CreateSpace(), (_, _) => 1, file: file.Path);
        Assert.Equal(2, search.Run(first.CreateSpace(), (_, _) => throw new InvalidOperationException(), file: file.Path).Trials.Count);
        var refusal = Assert.Throws<InvalidDataException>(() => search.Run(other.CreateSpace(), (_, _) => 1, file: file.Path));
        Assert.Contains("has the trials of another search. It has Networks of 4 inputs and 2 outputs;", refusal.Message);
    }

    public static TheoryData<HyperparameterSearch> Searches => new()
    {
        new GridSearch(points: 3, budget: 2) { Stopping = [new MedianStopping(1, 3)] },
        new RandomSearch(trials: 20, seed: 0) { Stopping = [new MedianStopping(1, 3)] },
        new BayesianSearch(trials: 12, seed: 0, exploration: 2.5) { Stopping = [new MedianStopping(1, 3)] },
        new SuccessiveHalving(trials: 18, seed: 0) { Stopping = [new MedianStopping(1, 3)] },
        new RegularizedEvolution(trials: 16, seed: 0, population: 6, finalists: 4) { Stopping = [new MedianStopping(1, 3)] },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void ASearchThatWasInterruptedGoesOnAsIfItWasNot(HyperparameterSearch search)
    {
        var whole = search.Run(Plane, Score);
        Assert.Contains(whole.Trials, trial => trial.WasGivenUp);
        Assert.Contains(whole.Trials, trial => !double.IsFinite(trial.Score));
        using var file = new TemporaryFile();
        var calls = 0;
        for (var interruptions = 0; ; interruptions++)
        {
            try
            {
                var told = new List<SearchTrial>();
                var resumed = search.Run(Plane, Fail, new Told(told), file.Path);
                Assert.Equal(whole.Trials, resumed.Trials);
                Assert.Equal(whole.Trials, told);
                Assert.True(interruptions > 1);
                break;
            }
            catch (InvalidOperationException)
            {
            }
        }

        // Each failed call again, and no other one.
        Assert.Equal(whole.Trials.Count + calls / 4, calls);
        // What is complete is only read.
        Assert.Equal(whole.Trials, search.Run(Plane, (TrialRun _) => throw new InvalidOperationException(), file: file.Path).Trials);
        Assert.Equal(1 + whole.Trials.Count, File.ReadAllLines(file.Path).Length);

        double Fail(TrialRun run) => ++calls % 4 == 0 ? throw new InvalidOperationException() : Score(run);
    }

    [Fact]
    public void ASearchThatIsCancelledGoesOnAsIfItWasNot()
    {
        using var file = new TemporaryFile();
        using var source = new CancellationTokenSource();
        var search = new RandomSearch(6, seed: 3);
        var calls = 0;
        var part = search.Run(
            Plane,
            run =>
            {
                if (++calls == 3)
                    source.Cancel();
                return run.Token.IsCancellationRequested ? -100 : Score(run);
            },
            file: file.Path, cancellationToken: source.Token);
        Assert.Equal(2, part.Trials.Count);
        Assert.Equal(search.Run(Plane, Score).Trials, search.Run(Plane, Score, file: file.Path).Trials);
    }

    public static TheoryData<HyperparameterSearch, HyperparameterSearch> LongerSearches => new()
    {
        { new RandomSearch(trials: 4, seed: 3), new RandomSearch(trials: 9, seed: 3) },
        { new BayesianSearch(trials: 6, seed: 3), new BayesianSearch(trials: 9, seed: 3) },
        { new RegularizedEvolution(4, seed: 3, population: 3), new RegularizedEvolution(9, seed: 3, population: 3) },
    };

    [Theory]
    [MemberData(nameof(LongerSearches))]
    public void ASearchThatIsGivenMoreTrialsGoesOn(HyperparameterSearch search, HyperparameterSearch longer)
    {
        using var file = new TemporaryFile();
        var part = search.Run(Plane, Score, file: file.Path);
        var calls = 0;
        var whole = longer.Run(
            Plane,
            run =>
            {
                calls++;
                return Score(run);
            },
            file: file.Path);
        Assert.Equal(9, whole.Trials.Count);
        Assert.Equal(9 - part.Trials.Count, calls);
        Assert.Equal(longer.Run(Plane, Score).Trials, whole.Trials);
        Assert.Equal(part.Trials, search.Run(Plane, (TrialRun _) => throw new InvalidOperationException(), file: file.Path).Trials);
        Assert.Equal(10, File.ReadAllLines(file.Path).Length);
    }

    [Fact]
    public void AFileIsTheSameInEveryCulture()
    {
        using var file = new TemporaryFile();
        var search = new BayesianSearch(trials: 7, seed: 0, exploration: 2.5);
        var whole = search.Run(Plane, Score, file: file.Path);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "−");
            CultureInfo.CurrentCulture = other;
            Assert.Equal(whole.Trials, search.Run(Plane, (TrialRun _) => 0, file: file.Path).Trials);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void AFileOfAnotherSearchIsRefusedByName()
    {
        using var file = new TemporaryFile();
        new RandomSearch(2, seed: 1).Run(Plane, Score, file: file.Path);
        var content = File.ReadAllBytes(file.Path);
        Refuses(new RandomSearch(2, seed: 2), Plane, "Seed = 1 }", "Seed = 2 }");
        Refuses(new RandomSearch(2, seed: 1, budget: 3), Plane, "Budget = 1", "Budget = 3");
        Refuses(new RandomSearch(2, seed: 1) { Stopping = [new ThresholdStopping(1)] }, Plane, "Stopping = []", "ThresholdStopping");
        Refuses(new GridSearch(2), Plane, "RandomSearch", "GridSearch");
        Refuses(
            new RandomSearch(2, seed: 1), new SearchSpace([.. Plane.Dimensions.Take(2), new ChoiceDimension("n", 1, 2)]), "[1, 2, 3]",
            "[1, 2]");
        Refuses(new RandomSearch(2, seed: 1), new SearchSpace(Plane.Dimensions.Take(2)), "Name = n", "nothing");

        void Refuses(HyperparameterSearch search, SearchSpace space, string saved, string expected)
        {
            var error = Assert.Throws<InvalidDataException>(() => search.Run(space, (TrialRun _) => 0, file: file.Path));
            Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
            Assert.Contains(saved, error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Equal(content, File.ReadAllBytes(file.Path));
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("x\n", "Line 1")]
    [InlineData("{}\n", "Line 1")]
    [InlineData("null\n", "Line 1")]
    [InlineData("{\"Format\":\"other\",\"Version\":1,\"Search\":\"\",\"Space\":[]}\n", "'other', version 1")]
    [InlineData("{\"Format\":\"FusedOptim search\",\"Version\":2,\"Search\":\"\",\"Space\":[]}\n", "version 2")]
    [InlineData("HEADER\n{\"Point\":{\"x\":1},\"Budget\":1", "Line 2")]
    [InlineData("HEADER\n{\"Point\":null,\"Budget\":1,\"Score\":1,\"WasGivenUp\":false,\"Curve\":[]}", "Line 2")]
    [InlineData("HEADER\n{\"Point\":{\"x\":1},\"Budget\":1,\"Score\":1,\"WasGivenUp\":false,\"Curve\":[]}", "Trial 1")]
    public void ADamagedFileIsRefused(string content, string message)
    {
        using var file = new TemporaryFile();
        var search = new RandomSearch(2, seed: 1);
        search.Run(Plane, Score, file: file.Path);
        content = content.Replace("HEADER", File.ReadAllLines(file.Path)[0], StringComparison.Ordinal);
        File.WriteAllText(file.Path, content);
        var error = Assert.Throws<InvalidDataException>(() => search.Run(Plane, (TrialRun _) => 0, file: file.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(file.Path));
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsRefusedBeforeTheFirstTrial()
    {
        using var file = new TemporaryFile();
        var path = Path.Combine(file.Path, "missing", "search.jsonl");
        Assert.ThrowsAny<IOException>(
            () => new RandomSearch(2, seed: 1).Run(Plane, (TrialRun _) => throw new InvalidOperationException(), file: path));
        Assert.Throws<ArgumentException>(() => new RandomSearch(2, seed: 1).Run(Plane, Score, file: " "));
    }

    [Fact]
    public void AFailureWhileSavingLeavesTheTrialsBefore()
    {
        using var file = new TemporaryFile();
        var search = new RandomSearch(5, seed: 1);
        var whole = search.Run(Plane, Score);
        var counting = new FailingFileSystem();
        Save(counting, whole.Trials.Take(2));
        for (var failure = 0; failure < counting.Operations.Count; failure++)
        {
            File.Delete(file.Path);
            try
            {
                Save(new FailingFileSystem(failure), whole.Trials.Take(2));
            }
            catch (IOException)
            {
            }

            // Nothing, or the header with some of the trials.
            Assert.Equal(whole.Trials, search.Run(Plane, Score, file: file.Path).Trials);
        }

        void Save(FailingFileSystem files, IEnumerable<SearchTrial> trials)
        {
            var saved = new SearchFile(file.Path, search, Plane, files);
            foreach (var trial in trials)
                saved.Add(trial);
        }
    }

    // With curves that bad points leave, NaN and both infinities.
    private static double Score(TrialRun run)
    {
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            if (!run.Report(epoch, Math.Abs(run.Point["x"]) + 1.0 / (epoch + run.Budget)))
                break;
        }

        return run.Point["y"] < 3e-4 ? double.NaN
            : run.Point["n"] == 3 ? double.PositiveInfinity
            : run.Point["n"] == 2 && run.Point["x"] < -1 ? double.NegativeInfinity
            : run.LastScore + run.Point["y"];
    }

    private sealed class Told(List<SearchTrial> trials) : IProgress<SearchTrial>
    {
        public void Report(SearchTrial value) => trials.Add(value);
    }
}
