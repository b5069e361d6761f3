namespace FusedOptim.Rules;

/// <summary>What Adafactor does with ε₁ and with its steps.</summary>
public enum AdafactorForm
{
    /// <summary>ε₁ bounds the mean of the rows, and ε₁² the second moment: PyTorch's form.</summary>
    PyTorch,

    /// <summary>ε₁ is added to the squares of gradients: the paper's algorithms.</summary>
    Paper,

    /// <summary>The paper's form, and the parameter follows an average of the steps: the first moment of the authors' code.</summary>
    PaperWithMoment,
}
