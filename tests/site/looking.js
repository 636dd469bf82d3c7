// What a reader sees of a page as it is laid out right now; tests/site/looking.py asks it.
(() => {
  // Not what is folded away, nor what is there for who hears the page alone.
  const seen = element => element.checkVisibility({visibilityProperty: true})
    && !element.closest('script, .unseen, .skip:not(:focus)');

  const told = element => `${element.tagName} "${element.textContent.trim().slice(0, 40)}"`;

  function texts(part) {
    const found = [], walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (seen(walker.currentNode.parentElement)) found.push(walker.currentNode);
    return found;
  }

  // The words in the parts that `where` selects.
  function words(where) {
    const found = [...document.querySelectorAll(where)].flatMap(texts).map(text => text.data);
    return found.join(' ').replace(/\s+/g, ' ').trim();
  }

  // A box for each line of each text.
  function lines() {
    return texts(document.body).filter(text => text.data.trim()).flatMap(text => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1)
        .map(box => ({box, text, element: text.parentElement}));
    });
  }

  const beside = box => box.left < -1 || box.right > document.documentElement.clientWidth + 1;

  function cutOff({box, element}) {
    for (let around = element; around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around), edge = around.getBoundingClientRect();
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      if (box.left < edge.left - 1 || box.right > edge.right + 1) return true;
      if (box.top < edge.top - 1 || box.bottom > edge.bottom + 1) return true;
    }
    return false;
  }

  // Lines stand closer than their letters' boxes are high; what is printed over hides half a line.
  function overOneAnother(one, other) {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return across > 2 && down > .4 * Math.min(one.height, other.height);
  }

  // What is cut off, beside the window, or printed over something else.
  function lost() {
    const found = new Set(), all = lines(), root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.add('the page scrolls sideways');
    for (const line of all) {
      if (beside(line.box)) found.add(`beside the window: ${told(line.element)}`);
      if (cutOff(line)) found.add(`cut off: ${told(line.element)}`);
    }
    for (const one of document.querySelectorAll('img, .button, summary'))
      if (seen(one) && beside(one.getBoundingClientRect())) found.add(`beside the window: ${told(one)}`);
    all.forEach((one, index) => all.slice(index + 1).forEach(other => {
      if (one.text !== other.text && overOneAnother(one.box, other.box))
        found.add(`over one another: ${told(one.element)} and ${told(other.element)}`);
    }));
    return [...found];
  }

  // WCAG 2.2, "relative luminance" and "contrast ratio".
  function luminance(color) {
    const [red, green, blue] = color.match(/[\d.]+/g).slice(0, 3).map(part => part / 255)
      .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * red + .7152 * green + .0722 * blue;
  }

  function contrast(one, other) {
    const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (bright + .05) / (dark + .05);
  }

  // The ground behind it; below all of them is the window's own, or paper.
  function ground(element) {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (!color.endsWith(', 0)')) return color;
    }
    const night = matchMedia('screen and (forced-colors: active) and (prefers-color-scheme: dark)');
    return night.matches ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
  }

  // Texts that hardly stand out. Of what is computed: axe does not know forced colours.
  function faint() {
    return texts(document.body).filter(text => text.data.trim()).map(text => text.parentElement)
      .filter(one => contrast(getComputedStyle(one).color, ground(one)) < 4.5).map(told);
  }

  // What has no line around it, where grounds are not there to show what belongs together.
  function edgeless() {
    return [...document.querySelectorAll('.button, .card, .ask > .deadline, .moved, .how')]
      .filter(seen).filter(one => {
        const style = getComputedStyle(one);
        return style.borderTopStyle !== 'solid' || contrast(style.borderTopColor, ground(one)) < 3;
      }).map(told);
  }

  const grounds = () => [...document.querySelectorAll('body, header, main *, footer')].filter(seen)
    .map(one => getComputedStyle(one).backgroundColor);

  // Where each button leads, and what is written after it.
  const buttons = () => [...document.querySelectorAll('.card .button')]
    .map(one => [one.getAttribute('href'), getComputedStyle(one, '::after').content]);

  return {words, lost, faint, edgeless, grounds, buttons};
})()
