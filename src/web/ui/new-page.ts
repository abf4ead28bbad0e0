let isNew = false;

/** The shell says that another page is coming: its title will take the focus, so that it is read aloud. */
export function announceNewPage(): void {
  isNew = true;
}

/** True once for each new page. */
export function isPageNew(): boolean {
  const was = isNew;
  isNew = false;
  return was;
}
