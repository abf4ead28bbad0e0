type Router = {
  navigate(to: { href: string }): Promise<void>;
  preloadRoute(to: { to: string }): Promise<unknown>;
};

/**
 * Every `<a href>` made by paths.ts is followed inside the page, so widgets need to know no router: a link is a link.
 * What leaves the application (downloads, the API, other sites, a new tab) is left to the browser.
 */
export function followLinksInside(router: Router): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const href = hrefInside(event.target);
    if (href === null) return;
    event.preventDefault();
    void router.navigate({ href });
  });
  document.addEventListener('pointerover', (event) => {
    const href = hrefInside(event.target);
    if (href !== null) router.preloadRoute({ to: href.split('?')[0] ?? href }).catch(() => undefined);
  });
}

function hrefInside(target: EventTarget | null): string | null {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return null;
  if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return null;
  return link.pathname + link.search + link.hash;
}
