using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;

namespace FusedOptim.Samples.Course;

/// <summary>The networks of the experiments: hidden layers of one width with ReLU, from 64 pixels to ten digits.</summary>
internal static class CourseNetworks
{
    /// <summary>Describes a network.</summary>
    /// <param name="units">The width of the hidden layers.</param>
    /// <param name="depth">The number of hidden layers.</param>
    /// <param name="weight">The initial weights.</param>
    /// <param name="normalizes">Whether batch normalization follows each hidden layer.</param>
    /// <param name="dropout">The probability of dropout after each hidden layer; 0 for none.</param>
    public static Sequential Deep(int units, int depth, Initializer weight, bool normalizes = false, double dropout = 0)
    {
        var layers = new List<Layer>();
        for (var i = 0; i < depth; i++)
        {
            layers.Add(new Dense(i == 0 ? 64 : units, units, weight));
            if (normalizes)
                layers.Add(new BatchNorm(units));
            layers.Add(new Relu());
            if (dropout > 0)
                layers.Add(new Dropout(dropout));
        }

        return new Sequential([.. layers, new Dense(units, 10, weight)]);
    }
}
