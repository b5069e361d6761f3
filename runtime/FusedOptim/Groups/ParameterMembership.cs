namespace FusedOptim.Groups;

/// <summary>The membership of a parameter.</summary>
internal static class ParameterMembership
{
    extension(Parameter parameter)
    {
        /// <summary>What an optimizer has for the parameter, if one has it.</summary>
        public Membership? Membership => (Membership?)parameter.Owner;

        /// <summary>The memory of its states, if it has any.</summary>
        public StateMemory? States => parameter.Membership?.States;
    }
}
