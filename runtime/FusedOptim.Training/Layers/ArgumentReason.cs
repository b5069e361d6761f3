namespace FusedOptim.Training.Layers;

/// <summary>The reason of an exception about an argument, to be told by another one.</summary>
internal static class ArgumentReason
{
    extension(ArgumentException exception)
    {
        /// <summary>Gets the message without the name of the argument, which the framework puts at its end.</summary>
        public string Reason
        {
            get
            {
                var message = exception.Message;
                var name = new ArgumentException("", exception.ParamName).Message;
                return name.Length > 0 && message.EndsWith(name, StringComparison.Ordinal) ? message[..^name.Length] : message;
            }
        }
    }
}
