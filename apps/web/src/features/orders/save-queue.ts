/** A key that asked to save. */
export interface SaveWish {
  andConfirm: boolean;
}

/** Both keys in one: who asked to confirm asked to save as well. */
export function joinWishes(one: SaveWish | undefined, other: SaveWish): SaveWish {
  return { andConfirm: other.andConfirm || one?.andConfirm === true };
}

/** One save at a time: what is asked for while another is on its way is not lost, but heard after it. */
export interface SaveQueue {
  /** Whether it may begin now. */
  begin: (wish: SaveWish) => boolean;
  /** The answer is there; answers what was asked for meanwhile. */
  end: () => SaveWish | undefined;
}

export function createSaveQueue(): SaveQueue {
  let isBusy = false;
  let wanted: SaveWish | undefined;
  return {
    begin(wish) {
      if (isBusy) {
        wanted = joinWishes(wanted, wish);
        return false;
      }
      isBusy = true;
      return true;
    },
    end() {
      const wish = wanted;
      isBusy = false;
      wanted = undefined;
      return wish;
    },
  };
}
