using System.Text.RegularExpressions;

namespace FusedOptim.Packages.Tests;

/// <summary>The warning about programs that are published ahead of time without fused multiply-adds.</summary>
[Collection(PackedPackages.Collection)]
public sealed partial class InstructionSetWarningTests(PackedPackages packages)
{
    private const string Targets = "buildTransitive/FusedOptim.targets";
    private const string Publish = "msbuild -nologo -v:m -t:PrepareForPublish -p:RuntimeIdentifier=linux-x64";

    private static readonly (string Rid, string Aot, string InstructionSet, bool Warns)[] Cases =
    [
        ("linux-x64", "true", "", true),
        ("win-x64", "true", "", true),
        ("osx-x64", "true", "", true),
        ("linux-x64", "false", "", false),
        ("linux-x64", "", "", false),
        ("linux-arm64", "true", "", false),
        ("osx-arm64", "true", "", false),
        ("", "true", "", false),
        ("linux-x64", "true", "native", false),
        ("linux-x64", "true", "x86-64-v2", true),
        ("linux-x64", "true", "x86-64-v3", false),
        ("linux-x64", "true", "x86-64-v4", false),
        ("linux-x64", "true", "avx2", false),
        ("linux-x64", "true", "avx2,aes", false),
        ("linux-x64", "true", "aes, +avx2", false),
        ("linux-x64", "true", "avx512v3", false),
        ("linux-x64", "true", "avx", true),
        ("linux-x64", "true", "x86-64-v2,-avx2", true),
    ];

    [Fact]
    public void OnlyProgramsWithoutTheInstructionAreWarnedAbout()
    {
        var folder = packages.CreateFolder();
        folder.Write("FusedOptim.targets", packages.ById["FusedOptim"].Text(Targets));
        folder.Write("Table.proj", $"""
            <Project>
              <Target Name="Build">
                {string.Concat(Cases.Select(static (row, index) => $"""
                  <Message Importance="high" Text="case {index}" />
                  <MSBuild Projects="FusedOptim.targets" Targets="WarnAboutMissingFusedMultiplyAdd"
                           Properties="RuntimeIdentifier={row.Rid};PublishAot={row.Aot};IlcInstructionSet={row.InstructionSet};Case={index}" />
                  """))}
              </Target>
            </Project>
            """);
        var printed = CaseHeading().Split(folder.Dotnet("msbuild Table.proj -nologo -v:m"))[1..];
        Assert.Equal(
            Cases, printed.Select(static (text, index) => Cases[index] with { Warns = text.Contains("FOPT070", StringComparison.Ordinal) }));
    }

    [Fact]
    public void PublishingWarnsThroughTheTrainerAndBuildingDoesNot()
    {
        var folder = packages.CreateFolder();
        folder.Write("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="FusedOptim.Training" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("Program.cs", "System.Console.WriteLine();");
        Assert.DoesNotContain("FOPT070", folder.Dotnet("build -nologo"), StringComparison.Ordinal);
        // The target that the warning precedes, which does not need the compiler of programs.
        Assert.DoesNotContain("FOPT070", folder.Dotnet(Publish), StringComparison.Ordinal);
        var warning = folder.Dotnet($"{Publish} -p:PublishAot=true -p:TreatWarningsAsErrors=true");
        Assert.Contains("warning FOPT070: App is compiled ahead of time for the default instruction set", warning, StringComparison.Ordinal);
        Assert.Contains("Set <IlcInstructionSet>x86-64-v3</IlcInstructionSet>", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("FOPT070", folder.Dotnet($"{Publish} -p:PublishAot=true -p:NoWarn=FOPT070"), StringComparison.Ordinal);
        Assert.Contains(
            "error FOPT070", folder.Try($"{Publish} -p:PublishAot=true -p:WarningsAsErrors=FOPT070").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ASingleFileIsToldTheDirectiveOfTheProperty()
    {
        var folder = packages.CreateFolder();
        folder.Write("FusedOptim.targets", packages.ById["FusedOptim"].Text(Targets));
        // The SDK sets the property where a program is a single file.
        var warning = folder.Dotnet(
            "msbuild FusedOptim.targets -nologo -v:m -t:WarnAboutMissingFusedMultiplyAdd -p:RuntimeIdentifier=linux-x64 -p:PublishAot=true -p:FileBasedProgram=true");
        Assert.Contains("Write '#:property IlcInstructionSet=x86-64-v3' at the top of the file for processors", warning, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^ *case \d+\r?$", RegexOptions.Multiline)]
    private static partial Regex CaseHeading();
}
