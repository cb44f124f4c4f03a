namespace Concordat.Web.Tests;

public enum Store
{
    Sqlite,
    Postgres,
}
