using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Modifiers;

/// <summary>What a modifier lowers with: the graph, and the values that it may refer to.</summary>
internal sealed class ModifierLowering(
    GraphBuilder graph,
    IReadOnlyList<HyperparameterModel> hyperparameters,
    IReadOnlyList<PreparedModel> prepared,
    IReadOnlyList<StateModel> states,
    IReadOnlyList<ValueModel> values,
    int firstValue)
{
    public GraphBuilder Graph => graph;

    /// <summary>The parameter as the step finds it.</summary>
    public int Parameter => graph.Load(IR.Graph.Parameter);

    /// <summary>The gradient that the rule sees.</summary>
    public int Gradient { get; set; }

    public int Hyperparameter(int index) => graph.ToReal(graph.Hyperparameter(
        index, hyperparameters[index].Type == HyperparameterType.Integer ? NodeType.Integer : NodeType.Real));

    /// <summary>The learning rate, which the front end has made sure of.</summary>
    public int LearningRate()
    {
        for (var index = 0; index < hyperparameters.Count; index++)
        {
            if (hyperparameters[index].Name == "LearningRate")
                return Hyperparameter(index);
        }

        throw new InvalidOperationException("A rule without a learning rate must be refused before it is lowered.");
    }

    /// <summary>A sum, or the count, by its name.</summary>
    public int Prepared(string name)
    {
        for (var index = 0; index < prepared.Count; index++)
        {
            if (prepared[index].Name == name)
                return graph.Prepared(index);
        }

        throw new InvalidOperationException($"'{name}' is not prepared.");
    }

    /// <summary>A value of the element's row or column, by its name.</summary>
    public int Value(string name) => graph.Load(ValueOperand(name));

    /// <summary>The operand that is a value, by its name.</summary>
    public int ValueOperand(string name)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index].Name == name)
                return firstValue + index;
        }

        throw new InvalidOperationException($"'{name}' is not a value of a row or column.");
    }

    /// <summary>The operand that is a state, by its name.</summary>
    public int StateOperand(string name)
    {
        for (var index = 0; index < states.Count; index++)
        {
            if (states[index].Name == name)
                return IR.Graph.FirstState + index;
        }

        throw new InvalidOperationException($"'{name}' is not a state.");
    }

    /// <summary>A value and the parameter times a coefficient; of 0 it is 0, for an infinite parameter too.</summary>
    public int AddDecay(int value, int coefficient)
    {
        var decay = Hyperparameter(coefficient);
        var isOn = graph.Binary(Op.NotEqual, decay, graph.Real(0));
        graph.Name(isOn, "decays");
        return Add(value, Multiply(graph.Select(isOn, Parameter, graph.Real(0)), decay));
    }

    /// <summary>Whether the direction and the parameter agree in sign, zeros included.</summary>
    public int Agrees(int direction) => graph.Binary(Op.GreaterOrEqual, Multiply(direction, Parameter), graph.Real(0));

    public int Add(int a, int b) => graph.Binary(Op.Add, a, b);

    public int Subtract(int a, int b) => graph.Binary(Op.Subtract, a, b);

    public int Multiply(int a, int b) => graph.Binary(Op.Multiply, a, b);

    public int Divide(int a, int b) => graph.Binary(Op.Divide, a, b);

    public int OneMinus(int value) => Subtract(graph.Real(1), value);
}
