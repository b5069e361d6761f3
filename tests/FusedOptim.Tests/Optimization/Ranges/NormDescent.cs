namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>Keeps the norms of the gradient over a row, a column, the tensor and the model.</summary>
[UpdateRule]
public sealed partial record NormDescent(double LearningRate = 1)
{
    private static void Measure(
        double gradient, [Norm(Over.Row)] ref double ofRow, [Norm(Over.Column)] ref double ofColumn, [Norm] ref double ofTensor,
        [Norm(Over.Model)] ref double ofModel)
    {
        ofRow = double.Hypot(ofRow, gradient);
        ofColumn = double.Hypot(gradient, ofColumn);
        if (gradient != 0)
            ofTensor = double.Hypot(ofTensor, gradient);
        ofModel = double.Hypot(ofModel, gradient);
    }

    [Phase(Over.Row)]
    private static void KeepRow(double ofRow, [State("row", Over.Row)] ref double row) => row = ofRow;

    [Phase(Over.Column)]
    private static void KeepColumn(double ofColumn, [State("column", Over.Column)] ref double column) => column = ofColumn;

    private static void Prepare(double ofTensor, double ofModel, [Scalar] ref double tensor, [Scalar(Over.Model)] ref double model) =>
        (tensor, model) = (ofTensor, ofModel);

    private static double Direction(double gradient, double ofModel, [State] double row, [State] double column) =>
        gradient / ofModel * (row + column);
}
