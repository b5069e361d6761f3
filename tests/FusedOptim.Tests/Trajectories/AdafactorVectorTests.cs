using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary><see cref="Adafactor"/> without factors: a matrix whose view is one row goes where a vector goes.</summary>
public class AdafactorVectorTests
{
    [Theory]
    [InlineData(AdafactorForm.PyTorch)]
    [InlineData(AdafactorForm.Paper)]
    [InlineData(AdafactorForm.PaperWithMoment)]
    public void AMatrixInAViewOfOneRowHasTheBitsOfAVector(AdafactorForm form)
    {
        const int Rows = 23, Columns = 61;
        using var parameters = new ParameterSet<float>();
        Parameter<float>[] tensors =
        [
            parameters.Add("matrix", ParameterKind.Weight, Rows, Columns),
            parameters.Add("vector", ParameterKind.Weight, Rows * Columns),
            parameters.Add("factored", ParameterKind.Weight, Rows, Columns),
        ];
        tensors[0].View = new MatrixView(1, 1, Rows * Columns);
        var generator = new BitGenerator(18);
        Fill(tensor => tensor.Values);
        using var optimizer = Optimizer.Create(parameters, new Adafactor(Form: form));
        for (var step = 0; step < 3; step++)
        {
            Fill(tensor => tensor.Gradients);
            optimizer.Step();
        }

        Assert.Equal(tensors[1].Values, tensors[0].Values);
        Assert.False(tensors[1].Values.SequenceEqual(tensors[2].Values));
        Assert.Equal(Rows * Columns, optimizer.GetStateShape(tensors[0], "col_var").Count);
        Assert.Equal(1, optimizer.GetStateShape(tensors[0], "row_var").Count);

        void Fill(FillTarget target)
        {
            EdgeValues.FillOrdinary(target(tensors[0]), ref generator);
            target(tensors[0]).CopyTo(target(tensors[1]));
            target(tensors[0]).CopyTo(target(tensors[2]));
        }
    }

    private delegate Span<float> FillTarget(Parameter<float> tensor);
}
