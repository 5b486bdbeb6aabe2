using System.Linq.Expressions;
using System.Reflection;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>
/// Reads and sets one property of a record. The property stays <c>init</c> for everybody else; the codec
/// sets it on a record that it has just made and nobody has seen.
/// </summary>
internal sealed class Accessor<T, TValue>
{
    public Accessor(Expression<Func<T, TValue>> property)
    {
        var info = (PropertyInfo)((MemberExpression)property.Body).Member;
        Get = info.GetMethod!.CreateDelegate<Func<T, TValue>>();
        Set = info.SetMethod!.CreateDelegate<Action<T, TValue>>();
    }

    public Func<T, TValue> Get { get; }

    public Action<T, TValue> Set { get; }
}
