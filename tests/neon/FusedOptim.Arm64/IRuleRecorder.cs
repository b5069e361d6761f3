namespace FusedOptim.Arm64;

/// <summary>Records steps of a rule, whatever its type.</summary>
internal interface IRuleRecorder
{
    void Record(CaseWriter cases);
}
