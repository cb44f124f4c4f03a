using System.Text.Json;
using Microsoft.Playwright;

namespace Concordat.Web.Tests.Ways;

/// <summary>What a page says of the place where the focus is: to those who listen, and to those who look.</summary>
internal static class Look
{
    /// <summary>
    /// Role and name as the browser computes them, and what is wrong: no name; nothing drawn; out of sight or wholly covered (WCAG 2.2, 2.4.11); no outline (2.4.7), or one with less contrast
    /// than three to one (1.4.11). What takes the focus without being a stop of Tab (the main part, a notice) needs no name and no outline.
    /// </summary>
    private const string AtFocus = """
        () => {
          const at = document.activeElement;
          if (!at || at === document.body || at === document.documentElement)
            return JSON.stringify({ role: '', name: '', text: '', fault: '', choices: [], number: -1, isInMain: false });
          const faults = [];
          const boxes = [...at.getClientRects()]
            .map((box) => ({ left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth), top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight) }))
            .filter((box) => box.right - box.left >= 1 && box.bottom - box.top >= 1);
          const points = boxes.flatMap((box) => [[(box.left + box.right) / 2, (box.top + box.bottom) / 2], [box.left + 2, box.top + 2], [box.right - 2, box.top + 2], [box.left + 2, box.bottom - 2], [box.right - 2, box.bottom - 2]]);
          if (!at.checkVisibility({ opacityProperty: true, visibilityProperty: true })) faults.push('is not drawn');
          else if (boxes.length === 0) faults.push('is out of sight');
          else if (!points.some(([x, y]) => at.contains(document.elementFromPoint(x, y)))) faults.push('is covered by ' + document.elementFromPoint(...points[0])?.outerHTML.slice(0, 80));
          const light = (colour) => {
            const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => part / 255).map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
            return .2126 * red + .7152 * green + .0722 * blue + .05;
          };
          const ground = (element) => {
            for (let each = element; each; each = each.parentElement) {
              const colour = getComputedStyle(each).backgroundColor;
              if (!/rgba\(.*, 0\)|transparent/.test(colour)) return colour;
            }
            return 'rgb(255, 255, 255)';
          };
          if (at.tabIndex >= 0) {
            const style = getComputedStyle(at), [line, behind] = [light(style.outlineColor), light(ground(at.parentElement))];
            if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) faults.push('has no outline');
            else if (Math.max(line, behind) / Math.min(line, behind) < 3) faults.push(`has an outline of ${style.outlineColor} that does not stand out`);
            if (!at.computedName.trim()) faults.push('has no name: ' + at.outerHTML.slice(0, 120));
          }
          const group = at.type === 'radio' ? [...(at.form ?? document).querySelectorAll('input[type=radio]')].filter((radio) => radio.name === at.name) : [];
          return JSON.stringify({
            role: at.localName === 'summary' ? 'summary' : at.computedRole, name: at.computedName.replace(/\s+/g, ' ').trim(), text: (at.value ?? at.innerText ?? '').trim(), fault: faults.join(', '),
            choices: at.localName === 'select' ? [...at.options].map((option) => option.text.trim()) : group.map((radio) => radio.computedName.replace(/\s+/g, ' ').trim()), number: Number(at.dataset.stop ?? -1), isInMain: at.closest('main') !== null,
          });
        }
        """;

    /// <summary>Opens what is folded, numbers every control that someone may come to, a group of radio buttons as one, and says how many there are.</summary>
    public const string AllStops = """
        () => {
          for (const folded of document.querySelectorAll('details')) folded.open = true;
          const groups = new Map();
          let count = 0;
          for (const each of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')) {
            if (each.tabIndex < 0 || each.disabled || each.type === 'hidden' || !each.checkVisibility({ visibilityProperty: true })) continue;
            const key = each.type === 'radio' ? `${[...document.forms].indexOf(each.form)} ${each.name}` : count;
            if (!groups.has(key)) groups.set(key, count++);
            each.dataset.stop = groups.get(key);
          }
          return count;
        }
        """;

    /// <summary>Where the focus is.</summary>
    public static async Task<Stop> At(IPage page) => JsonSerializer.Deserialize<Stop>(await page.EvaluateAsync<string>(AtFocus), JsonSerializerOptions.Web)!;
}
