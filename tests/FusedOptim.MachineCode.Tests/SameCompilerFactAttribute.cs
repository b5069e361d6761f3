namespace FusedOptim.MachineCode.Tests;

/// <summary>A test that is skipped, with a word on why, where budgets were counted with another compiler than this one.</summary>
internal sealed class SameCompilerFactAttribute : FactAttribute
{
    public SameCompilerFactAttribute()
    {
        var others = BudgetTests.Compilers
            .Select(pair => (pair.Target, Budget.Load(pair.Target).Compiler, Current: pair.Compiler))
            .Where(row => row.Compiler != row.Current).ToList();
        if (others.Count > 0)
        {
            Skip = "DIFFERENCES OF MACHINE CODE ARE REPORTED, NOT JUDGED, because budgets were counted with another compiler: " +
                string.Join("; ", others.Select(row => $"{row.Target} with {row.Compiler}, this is {row.Current}")) + ".";
        }
    }
}
