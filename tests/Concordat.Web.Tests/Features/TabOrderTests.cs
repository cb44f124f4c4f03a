using Concordat.Web.Tests.Ways;
using Microsoft.Playwright;

namespace Concordat.Web.Tests.Features;

/// <summary>That what looks at the focus sees what is wrong with it.</summary>
public sealed class TabOrderTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task FaultsOf_PagesWithOneFaultEach_NamesIt()
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        foreach ((string fault, string content) in new[]
        {
            ("", "<a href='#'>one</a> <label>two <input></label> <button>three</button>"),
            ("has no outline", "<style>:focus { outline: none }</style><button>one</button>"),
            ("does not stand out", "<style>:focus { outline: 3px solid #ddd }</style><button>one</button>"),
            ("has no name", "<input>"),
            ("is covered by <header", "<header style='position: fixed; inset: 0 0 auto 0; height: 9rem; background: white'></header><button>one</button>"),
            ("is out of sight", "<button style='position: fixed; left: -50rem'>one</button>"),
            ("is not drawn", "<button style='opacity: 0'>one</button>"),
            ("which is control 1 and not 0", "<button>one</button><button tabindex='1'>two</button>"),
            ("from button “one” to button “one”, which is control 0 and not 1", "<button>one</button><button>two</button><script>addEventListener('keydown', e => document.activeElement.textContent === 'one' && e.preventDefault())</script>"),
        })
        {
            await page.SetContentAsync(content);
            ImmutableArray<string> faults = await TabOrder.FaultsOf(page);
            Assert.True(fault.Length == 0 ? faults.IsEmpty : faults.Length > 0 && faults[0].Contains(fault, StringComparison.Ordinal), $"{content}: {string.Join(", ", faults)}");
        }
    }
}
