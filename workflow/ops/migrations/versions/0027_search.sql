-- The form in which texts are compared when somebody searches: compatibility form (UAX 15: width,
-- circled and bracketed numbers), small letters, one kind of brackets, quotes, dashes and dots.
CREATE FUNCTION search_form(written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(translate(normalize(written, NFKC),
        '[]{}【】〔〕〖〗「」『』《》〈〉“”„‟«»‘’‚‛‐‑‒–—―−•‧・',
        '()()()()()()()()()""""""''''''''-------···'));

-- What a text has to be like to hold every one of the words, wherever they stand in it.
CREATE FUNCTION search_patterns(words text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY(SELECT
        '%' || replace(replace(replace(search_form(word), '\', '\\'), '%', '\%'), '_', '\_') || '%'
        FROM unnest(words) AS word);
