using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ResourceSharing.Tests")]
